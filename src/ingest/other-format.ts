const TAKES = 'Lockstep takes SARIF 2.1.0.'

interface Known {
  readonly name: string
  readonly keys: readonly string[]
  readonly how: string
}

/** Formats that are often sent by mistake, by keys that only they have at the top. */
const KNOWN: readonly Known[] = [
  { name: 'a Trivy report', keys: ['SchemaVersion', 'ArtifactName'], how: 'trivy --format sarif' },
  { name: 'a Grype report', keys: ['matches', 'descriptor'], how: 'grype -o sarif' },
  { name: 'a CycloneDX document', keys: ['bomFormat'], how: '' },
  { name: 'an SPDX document', keys: ['spdxVersion'], how: '' },
  { name: 'an npm audit report', keys: ['auditReportVersion'], how: '' },
  { name: 'an npm audit report', keys: ['advisories', 'metadata'], how: '' },
  { name: 'a Bandit report', keys: ['results', 'generated_at', 'metrics'], how: 'bandit -f sarif' },
  { name: 'a Semgrep report', keys: ['results', 'errors', 'paths'], how: 'semgrep --sarif' },
  {
    name: 'an OSV-Scanner report',
    keys: ['results', 'experimental_config'],
    how: 'osv-scanner --format sarif',
  },
  {
    name: 'a Dependency-Check report',
    keys: ['reportSchema', 'dependencies'],
    how: 'dependency-check --format SARIF',
  },
  { name: 'a ZAP report', keys: ['@programName', 'site'], how: '' },
  { name: 'an OpenVEX document', keys: ['@context', 'statements'], how: '' },
  { name: 'a Snyk report', keys: ['vulnerabilities', 'packageManager'], how: 'snyk test --sarif' },
  { name: 'a DefectDojo report', keys: ['findings'], how: '' },
]

/** What is wrong with JSON that is no SARIF, and what to do: the first two arguments of a ReportError. */
export function otherFormat(kind: string, keys: readonly string[]): [string, string] {
  if (kind === 'list') {
    const how = 'Gitleaks and others write such lists: use `--report-format sarif` or the like.'
    return ['this is a JSON list, not a SARIF report', `${TAKES} ${how}`]
  }
  if (kind !== 'object') return ['this is a single JSON value, not a SARIF report', TAKES]
  const known = KNOWN.find((format) => format.keys.every((key) => keys.includes(key)))
  if (known !== undefined) {
    const how = known.how === '' ? '' : ` Make it with \`${known.how}\`.`
    return [`this looks like ${known.name}, not like SARIF`, TAKES + how]
  }
  const seen = keys.slice(0, 5).map((key) => JSON.stringify(key.slice(0, 40)))
  const has = keys.length === 0 ? 'it is empty' : `it has ${seen.join(', ')}`
  return [`this is JSON, but not SARIF: there is no "runs" at the top (${has})`, TAKES]
}

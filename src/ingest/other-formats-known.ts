/** A format that is not read, by keys that only it has. */
export interface KnownFormat {
  readonly name: string
  readonly keys: readonly string[]
  /** What to do instead, as a sentence; empty where there is nothing. */
  readonly how: string
}

const known = (name: string, how: string, ...keys: readonly string[]): KnownFormat => ({
  name,
  keys,
  how,
})

const by = (command: string) => `Make it with \`${command}\`.`
const ITSELF = 'Have the scanner behind it write its own report, or SARIF.'

/** What is often sent by mistake, or in the hope that it is read. */
export const KNOWN_FORMATS: readonly KnownFormat[] = [
  known('an SPDX document', '', 'spdxVersion'),
  known('what Semgrep’s service answers', by('semgrep ci --sarif'), 'vulns.*.matchedDependency'),
  known('an SPDX document', '', '@graph', '@context'),
  known('an answer of OSV’s API', by('osv-scanner --format json'), 'vulns.*.modified'),
  known('an answer of OSV’s API', by('osv-scanner --format json'), 'results.*.vulns'),
  known('a Snyk report', by('snyk test --sarif'), 'vulnerabilities', 'packageManager'),
  known('a Snyk report of several projects', by('snyk test --sarif'), '*.vulnerabilities'),
  known('a report of Snyk IaC', by('snyk iac test --sarif'), 'infrastructureAsCodeIssues'),
  known('a report of Snyk IaC', by('snyk iac test --sarif'), '*.infrastructureAsCodeIssues'),
  known('a security report of GitLab', ITSELF, 'vulnerabilities', 'scan'),
  known('a security report of GitLab', ITSELF, 'vulnerabilities', 'remediations'),
  known('a list of issues of SonarQube', ITSELF, 'issues', 'paging'),
  known('a list of hotspots of SonarQube', ITSELF, 'hotspots', 'paging'),
  known('issues for SonarQube', ITSELF, 'issues.*.engineId'),
  known('issues for SonarQube', ITSELF, 'issues', 'rules'),
  known(
    'a list of alerts by GitHub',
    'An analysis can be had as SARIF: `gh api -H "Accept: application/sarif+json"`.',
    '*.most_recent_instance',
  ),
  known('a list of alerts by Dependabot', '', '*.security_advisory'),
  known('a list of secrets by GitHub', '', '*.secret_type'),
  known('a Checkov report', by('checkov -o sarif'), 'check_type', 'results'),
  known('a Checkov report', by('checkov -o sarif'), '*.check_type', '*.results'),
  known('a Checkov report', by('checkov -o sarif'), 'checkov_version', 'parsing_errors'),
  known('a gosec report', by('gosec -fmt sarif'), 'Issues', 'GosecVersion'),
  known('a Brakeman report', by('brakeman -f sarif'), 'scan_info', 'warnings'),
  known(
    'an ESLint report',
    by('eslint -f @microsoft/eslint-formatter-sarif'),
    '*.filePath',
    '*.messages',
  ),
  known('a KICS report', by('kics scan --report-formats sarif'), 'kics_version', 'queries'),
  known('a tfsec report', by('tfsec -f sarif'), 'results.*.long_id'),
  known('a Terrascan report', by('terrascan scan -o sarif'), 'results.violations'),
  known('a hadolint report', by('hadolint -f sarif'), '*.code', '*.level', '*.file'),
  known('a govulncheck report', by('govulncheck -format sarif'), 'config.protocol_version'),
  known('a pip-audit report', by('pip-audit -f cyclonedx-json'), 'dependencies', 'fixes'),
  known('a cargo audit report', '', 'lockfile', 'vulnerabilities', 'database'),
  known('a Safety report', '', 'report_meta', 'vulnerabilities'),
  known('a bundler-audit report', '', 'results.*.gem'),
  known('an audit of Composer', '', 'advisories', 'abandoned'),
  known(
    'an audit of yarn',
    by('npm i --package-lock-only && npm audit --json'),
    'type',
    'data.advisory',
  ),
  known(
    'an audit of yarn',
    by('npm i --package-lock-only && npm audit --json'),
    'type',
    'data.vulnerabilities',
  ),
  known(
    'an audit of yarn',
    by('npm i --package-lock-only && npm audit --json'),
    'value',
    'children.Severity',
  ),
  known('a Retire.js report', '', 'data', 'messages', 'start'),
  known('a TruffleHog report', '', 'SourceMetadata', 'DetectorName'),
  known('a TruffleHog report', '', '*.SourceMetadata', '*.DetectorName'),
  known('a TruffleHog report', '', 'stringsFound', 'reason'),
  known('a detect-secrets baseline', '', 'plugins_used', 'results'),
  known(
    'findings of Dependency-Track',
    'Export them as CycloneDX with vulnerabilities (VDR).',
    'findings',
    'project',
    'meta',
  ),
  known('a report of the Trivy operator', by('trivy k8s --format json'), 'apiVersion', 'report'),
  known('resources of Kubernetes', by('trivy k8s --format json'), 'apiVersion', 'items'),
  known('alerts by the API of ZAP', 'Use its "traditional" report.', 'alerts.*.pluginId'),
  known('a Wapiti report', '', 'vulnerabilities', 'anomalies', 'classifications'),
  known('findings of AWS Security Hub', '', 'Findings.*.AwsAccountId'),
  known('findings of OCSF, such as those of Prowler', '', '*.finding_info'),
  known('an attestation', 'Take the report out of it: it is its predicate.', 'predicateType'),
  known(
    'a signed attestation',
    'Take the report out of it: `cosign verify-attestation`, then the predicate of its payload.',
    'payloadType',
    'payload',
  ),
  known('SARIF of a draft', 'Lockstep reads SARIF 2.1.0.', 'runLogs'),
  known(
    'an error in place of a report',
    'See what it says, and run the tool again.',
    'error.code',
    'error.message',
  ),
  // A warning of yarn may stand before all that it found.
  known('the output of yarn', by('npm i --package-lock-only && npm audit --json'), 'type', 'data'),
]

/** By the root element. */
export const KNOWN_XML: Readonly<Record<string, string>> = {
  testsuites: 'JUnit',
  testsuite: 'JUnit',
  NessusClientData_v2: 'a Nessus report',
  BugCollection: 'a SpotBugs report: it writes SARIF too',
  checkstyle: 'Checkstyle',
  analysis: 'a Dependency-Check report: its JSON is read',
  results: 'results such as those of cppcheck',
  pmd: 'a PMD report: it writes SARIF too',
  nmaprun: 'an nmap report',
  niktoscan: 'a Nikto report',
  FVDL: 'a Fortify report',
  detailedreport: 'a Veracode report',
  CxXMLResults: 'a Checkmarx report',
  ScanGroup: 'an Acunetix report',
  report: 'a report such as those of OpenVAS',
}

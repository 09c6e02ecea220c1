/** What is read, for people, in the order of how common it is: one list for every place that says so. */
export const FORMAT_NAMES = [
  'SARIF 2.1.0',
  'CycloneDX with vulnerabilities',
  'OpenVEX',
  'Trivy',
  'Grype',
  'npm audit',
  'OSV-Scanner',
  'OWASP Dependency-Check',
  'Semgrep',
  'Bandit',
  'gitleaks',
  'ZAP',
  'Burp',
  'nuclei',
  'DefectDojo generic findings',
  'Lockstep’s own JSON',
] as const

/** For the end of a refusal. */
export const TAKES = `Lockstep reads ${FORMAT_NAMES.slice(0, -1).join(', ')} and ${FORMAT_NAMES.at(-1)}.`

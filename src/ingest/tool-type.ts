import type { VulnerabilityType } from '../vulnerability/evidence.ts'

const BY_TOOL: readonly (readonly [RegExp, VulnerabilityType])[] = [
  [
    /gitleaks|secretlint|trufflehog|detect-secrets|ggshield|gitguardian|whispers|noseyparker|kingfisher|credscan|secrets? scanner/,
    'SECRET',
  ],
  [
    /checkov|tfsec|kics|terrascan|ansible-lint|cfn-?nag|cfn-?lint|snyk iac|infrastructure as code|hadolint|kube-?(linter|sec|score|scape|audit)|polaris|tflint|datree|template analyzer|nctl|kyverno|trivy config|terraform scanner/,
    'IAC',
  ],
  [/docker scout|dockle|anchore|clair|snyk container|prisma cloud twistcli/, 'CONTAINER'],
  [
    /trivy|grype|osv-scanner|snyk ?(open ?source|oss)|dependency-?check|npm[- ]audit|pip-audit|cargo-audit|retire|black ?duck|renovate|dependabot|auditjs|bundler-audit|govulncheck|composer|safety|nancy|jake|depscan|xray|dependency-?track|endorctl|meterian/,
    'SCA',
  ],
  [/nmap|nessus|openvas|masscan|testssl/, 'NETWORK'],
  [
    /\bzap\b|nuclei|burp|nikto|wapiti|arachni|acunetix|invicti|netsparker|dastardly|stackhawk|nightvision|^mapi$/,
    'DAST',
  ],
]

const BY_TAG: readonly (readonly [RegExp, VulnerabilityType])[] = [
  [/^(secret|secrets|hardcoded-secret|sscs-secret-detection)$/, 'SECRET'],
  [/^(iac|infrastructure-as-code|misconfiguration|terraform|kubernetes|dockerfile|kics)$/, 'IAC'],
  [
    /^(sca|dependency|dependencies|vulnerable-dependency|vulnerable and outdated components)$/,
    'SCA',
  ],
  [/^(containers?|docker-image|image)$/, 'CONTAINER'],
  [/^(dast)$/, 'DAST'],
]

/** What kind of scanner speaks: its own tags first, then what it is known for, else code analysis. */
export function typeOf(tool: string, tags: readonly string[]): VulnerabilityType {
  for (const tag of tags) {
    const type = find(BY_TAG, tag.toLowerCase())
    if (type !== undefined) return type
  }
  return find(BY_TOOL, tool.toLowerCase()) ?? 'SAST'
}

function find(
  table: readonly (readonly [RegExp, VulnerabilityType])[],
  text: string,
): VulnerabilityType | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1]
}

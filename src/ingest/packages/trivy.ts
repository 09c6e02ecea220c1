import { normaliseMessage, normalisePath } from '../../vulnerability/fingerprint.ts'
import { codeItem } from '../code/code-finding.ts'
import { firstScore } from '../cvss.ts'
import { readJson, skipped, type Reading } from '../json-report.ts'
import type { Taken } from '../json-walk.ts'
import { listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { goneItem, joined, packageItem, referencesOf } from '../package-finding.ts'
import type { Item, ReportFormat } from '../report.ts'
import { severityOfWord } from '../severity-word.ts'

const TOOL = 'Trivy'

/** Trivy's JSON, of images, file systems, clusters; and the bare list it wrote before 0.20. */
export const trivy: ReportFormat = {
  name: 'Trivy JSON',
  recognises: ({ kind, keys }) =>
    (keys.has('SchemaVersion') && (keys.has('Results') || keys.has('ArtifactName'))) ||
    keys.has('ClusterName') ||
    (kind === 'list' && keys.has('*.Target') && OF_TARGET.some((key) => keys.has(`*.${key}`))),
  open: (source) => readJson(source, reading()),
}

/** A target without anything has neither vulnerabilities nor, before 0.17, a class. */
const OF_TARGET = ['Vulnerabilities', 'Misconfigurations', 'Secrets', 'Class', 'Type']

const FIELDS = [
  'Vulnerabilities',
  'Misconfigurations',
  'Secrets',
  'Licenses',
  'ExperimentalModifiedFindings',
]

/** In the bare list only these tell that it is of an image. */
const OF_SYSTEM =
  /^(?:alma|alpine|amazon|azurelinux|cbl-mariner|centos|chainguard|debian|fedora|opensuse.*|oracle|photon|redhat|rocky|suse.*|ubuntu|wolfi)$/

/** The resources of a cluster; a summary has the same as findings. */
const RESOURCES = ['Resources.*', 'Findings.*', 'Vulnerabilities.*', 'Misconfigurations.*']
/** Where the results stand: at the top, in each resource of a cluster, and in none at all. */
const RESULTS = ['Results.*', ...RESOURCES.map((at) => `${at}.Results.*`), '*']

interface Target {
  readonly target: string
  readonly type: string
}

const NO_TARGET: Target = { target: '', type: '' }

function reading(): Reading {
  const targets = new Map<string, Target>()
  const namespaces = new Map<string, string>()
  let failed = 0
  let isImage = false
  let version = ''
  const learnTarget = (taken: Taken, more: Partial<Target>) =>
    targets.set(resultOf(taken), { ...NO_TARGET, ...targets.get(resultOf(taken)), ...more })
  return {
    entries: RESULTS.flatMap((at) => FIELDS.map((field) => `${at}.${field}.*`)),
    before: [
      'ArtifactType',
      'SchemaVersion',
      'ClusterName',
      ...RESULTS.flatMap((at) => [`${at}.Target`, `${at}.Class`]),
      '*.Type',
      ...RESOURCES.flatMap((at) => [`${at}.Namespace`, `${at}.Error`]),
    ],
    learn(taken) {
      const text = textOf(taken.value, 2000)
      if (taken.pattern === 'ArtifactType') isImage = text === 'container_image'
      else if (taken.pattern === 'SchemaVersion') version = text
      else if (taken.pattern === 'ClusterName') isImage = true
      else if (taken.pattern.endsWith('Namespace')) namespaces.set(above(taken.path), text)
      else if (taken.pattern.endsWith('Error')) failed += text === '' ? 0 : 1
      else if (taken.pattern.endsWith('Target')) learnTarget(taken, { target: text })
      else if (taken.pattern !== '*.Type') learnTarget(taken, { type: text })
      else if (OF_SYSTEM.test(text)) learnTarget(taken, { type: 'os-pkgs' })
    },
    describe: () => ({
      tool: TOOL,
      format: `Trivy JSON ${version}`.trim(),
      ...(failed === 0 ? {} : { failure: `Trivy could not scan ${failed} of the resources` }),
    }),
    read(taken) {
      const entry = taken.value
      const namespace = namespaces.get(above(resultOf(taken))) ?? ''
      const target = below(namespace, targets.get(resultOf(taken)) ?? NO_TARGET)
      const field = taken.pattern.split('.').at(-2)
      const isInImage = isImage || (isList(taken) && target.type === 'os-pkgs')
      if (field === 'Vulnerabilities') return [vulnerability(entry, target, isInImage)]
      if (field === 'Misconfigurations') return misconfiguration(entry, target)
      if (field === 'Secrets') return secret(entry, target)
      if (field === 'Licenses') return skipped('a licence, not a vulnerability')
      return modified(entry, target, isImage)
    },
  }
}

/** The path of the result that something is in. */
function resultOf({ path }: Taken): string {
  return above(path)
}

function isList({ pattern }: Taken): boolean {
  return pattern.startsWith('*')
}

function above(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('.'), 0))
}

/** Two namespaces may have a resource of one name; what is in an image is the same in both. */
function below(namespace: string, { target, type }: Target): Target {
  const isResource = namespace !== '' && type === 'config'
  return { target: isResource ? `${namespace}/${target}` : target, type }
}

function vulnerability(entry: Loose, { target, type }: Target, isImage: boolean): Item {
  const identifier = objectOf(entry['PkgIdentifier'])
  const path = textOf(entry['PkgPath'], 2000)
  return packageItem({
    tool: TOOL,
    type: isImage ? 'CONTAINER' : 'SCA',
    ids: [entry['VulnerabilityID'], ...listOf(entry['VendorIDs'])].map((id) => textOf(id, 100)),
    name: textOf(entry['PkgName'], 300),
    purl: textOf(identifier['PURL'], 1000),
    version: textOf(entry['InstalledVersion'], 300),
    patched: textOf(entry['FixedVersion'], 300),
    cvss: scoreIn(entry),
    severity: textOf(entry['Severity'], 40),
    summary: textOf(entry['Title'], 500),
    description: textOf(entry['Description']),
    references: [entry['PrimaryURL'], ...listOf(entry['References'])],
    cwe: entry['CweIDs'],
    fileName: normalisePath(path || (type === 'os-pkgs' ? '' : target)),
    suppressed: entry['Status'] === 'not_affected',
  })
}

/** The score of the source that Trivy took the severity from, else of the best known ones. */
function scoreIn(entry: Loose): number | null {
  const scores = objectOf(entry['CVSS'])
  const own = textOf(entry['SeveritySource'], 40)
  const of = (name: string) => (Object.hasOwn(scores, name) ? objectOf(scores[name]) : {})
  const known = [own, 'nvd', 'ghsa', 'redhat', ...Object.keys(scores)].map(of)
  return firstScore([
    of(own)['V3Score'],
    of(own)['V40Score'],
    ...known.map((score) => score['V3Score']),
    ...known.map((score) => score['V40Score']),
    ...known.map((score) => score['V2Score']),
  ])
}

function misconfiguration(entry: Loose, { target }: Target): readonly Item[] {
  const status = textOf(entry['Status'], 40)
  if (status === 'PASS') return skipped('status "PASS": not a problem')
  const cause = objectOf(entry['CauseMetadata'])
  const message = textOf(entry['Message'])
  return [
    codeItem({
      tool: TOOL,
      rule: checkIn(entry),
      title: textOf(entry['Title'], 300),
      description: joined('\n\n', message, textOf(entry['Description'])),
      solution: textOf(entry['Resolution']),
      reference: referencesOf([entry['PrimaryURL'], ...listOf(entry['References'])]),
      type: 'IAC',
      severity: severityOfWord(textOf(entry['Severity'], 40)) ?? 'MEDIUM',
      path: target,
      line: cause['StartLine'],
      mark: textOf(cause['Resource'], 500) || normaliseMessage(message),
      suppressed: status === 'EXCEPTION',
    }),
  ]
}

/**
 * `KSV014` at first, then `AVD-KSV-0014` beside it in a field of its own; newer versions have
 * `KSV-0014` as the only id.
 */
function checkIn(entry: Loose): string {
  const id = textOf(entry['AVDID'], 100) || textOf(entry['ID'], 100)
  const [, kind, number] = /^(DS|KCV|KSV)(\d{3,6})$/.exec(id) ?? []
  if (kind !== undefined && number !== undefined) return `${kind}-${number.padStart(4, '0')}`
  return id.replace(/^AVD-/, '')
}

/** Trivy has put stars in place of the secret itself. */
function secret(entry: Loose, { target }: Target): readonly Item[] {
  const rule = textOf(entry['RuleID'], 200)
  const kind = textOf(entry['Title'], 200) || rule
  return [
    codeItem({
      tool: TOOL,
      rule,
      title: `${kind} in ${target}`,
      description: `Trivy found a secret: ${kind}. Treat it as known to others.`,
      solution: 'Revoke it, then remove it from the file and from the history.',
      category: 'CWE-798',
      type: 'SECRET',
      severity: severityOfWord(textOf(entry['Severity'], 40)) ?? 'HIGH',
      path: target,
      line: entry['StartLine'],
      code: textOf(entry['Match'], 500),
    }),
  ]
}

/** What an ignore file or a VEX document took out of the report: kept, as suppressed. */
function modified(entry: Loose, target: Target, isImage: boolean): readonly Item[] {
  if (entry['Type'] !== 'vulnerability')
    return skipped('suppressed, and not a vulnerability of a package')
  const item = vulnerability(objectOf(entry['Finding']), target, isImage)
  if (item.kind === 'skipped') return [item]
  if (entry['Status'] === 'fixed') return [goneItem(item, 'status "fixed": no longer there')]
  return [{ ...item, finding: { ...item.finding, suppressed: true } }]
}

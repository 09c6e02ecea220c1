import { normalisePath } from '../../vulnerability/fingerprint.ts'
import type { Severity } from '../../vulnerability/severity.ts'
import { advisoryOf } from '../advisory.ts'
import { codeItem } from '../code/code-finding.ts'
import { firstScore } from '../cvss.ts'
import type { Taken } from '../json-walk.ts'
import { readJson, skipped, type Reading } from '../json-report.ts'
import { countOf, listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { joined, packageItem } from '../package-finding.ts'
import type { Item, ReportFormat } from '../report.ts'

/**
 * OSV-Scanner's JSON: advisories in the OSV schema below the packages of each lock file. It is the
 * one that writes `{"results": []}` and nothing else where it finds nothing.
 */
export const osvScanner: ReportFormat = {
  name: 'OSV-Scanner JSON',
  recognises: ({ keys }) =>
    keys.has('results') &&
    (keys.has('results.*.packages') || keys.has('experimental_config') || keys.size === 1),
  open: (source) => readJson(source, reading()),
}

const PACKAGE = 'results.*.packages.*'
/** What it finds in an image that is in no package, such as a weak password. */
const GENERIC = 'experimental_generic_findings.*'
/** What a list of allowed licences does not have, by name only. */
const LICENCE = `${PACKAGE}.license_violations.*`
const MAX_GROUPS = 500_000

interface Group {
  readonly ids: readonly string[]
  /** The advisory that is read for all of them. */
  readonly speaker: string
  readonly score: unknown
  /** It counts for nothing by default: nobody calls what is flawed, or its distribution says so. */
  readonly isHushed: boolean
}

const UNKNOWN: Learnt = { package: {}, groups: [] }

interface Learnt {
  package: Loose
  readonly groups: Group[]
}

function reading(): Reading {
  const sources: (string | undefined)[] = []
  const types: (string | undefined)[] = []
  const packages: (Learnt | undefined)[][] = []
  let groups = 0
  let isImage = false
  const packageOf = ({ indexes: [result = 0, at = 0] }: Taken) =>
    ((packages[result] ??= [])[at] ??= { package: {}, groups: [] })
  return {
    entries: [`${PACKAGE}.vulnerabilities.*`, LICENCE, GENERIC],
    before: ['image_metadata.os', 'results.*.source', `${PACKAGE}.package`, `${PACKAGE}.groups.*`],
    learn(taken) {
      const value = objectOf(taken.value)
      if (taken.pattern === 'image_metadata.os') isImage = true
      else if (taken.pattern === 'results.*.source') {
        sources[taken.indexes[0] ?? 0] = normalisePath(textOf(value['path'], 2000))
        types[taken.indexes[0] ?? 0] = textOf(value['type'], 40)
      } else if (taken.pattern.endsWith('.package')) {
        const { name, version, commit } = value
        packageOf(taken).package = { name, version: version || commit }
      } else if (groups++ < MAX_GROUPS) packageOf(taken).groups.push(groupOf(value))
    },
    describe: () => ({ tool: 'OSV-Scanner', format: 'OSV-Scanner JSON' }),
    read(taken) {
      if (taken.pattern === GENERIC) return [genericItem(taken.value, isImage)]
      const [at = 0, inResult = 0] = taken.indexes
      const source = { fileName: sources[at] ?? '', isImage: isImage || types[at] === 'docker' }
      return read(taken.value, packages[at]?.[inResult] ?? UNKNOWN, source)
    },
    readPlain: ({ pattern }) =>
      pattern === LICENCE ? skipped('a licence, not a vulnerability') : null,
  }
}

function groupOf(value: Loose): Group {
  const texts = (name: string) =>
    listOf(value[name])
      .slice(0, 100)
      .map((id) => textOf(id, 100))
  const own = texts('ids')
  // GitHub's has a score and a CWE where Go's and Python's own have neither.
  const speaker = own.find((id) => id.startsWith('GHSA-')) ?? own[0] ?? ''
  const analysis = value['experimental_analysis'] ?? value['experimentalAnalysis']
  const analysed = Object.values(objectOf(analysis)).slice(0, 100).map(objectOf)
  const isHushed = analysed.every((one) => one['called'] === false || one['unimportant'] === true)
  return {
    ids: [...own, ...texts('aliases')],
    speaker,
    score: value['max_severity'],
    isHushed: analysed.length > 0 && isHushed,
  }
}

function read(
  entry: Loose,
  { package: its, groups }: Learnt,
  { fileName, isImage }: { readonly fileName: string; readonly isImage: boolean },
): readonly Item[] {
  const id = textOf(entry['id'], 100)
  if (typeof entry['withdrawn'] === 'string') return skipped('an advisory that was withdrawn')
  const group = groups.find(({ ids }) => ids.includes(id))
  // GHSA-… and PYSEC-… of the same thing stand in one group: one speaks for all.
  if (group !== undefined && group.speaker !== id) {
    return skipped('the same as another advisory of this report')
  }
  const ids = [
    id,
    ...listOf(entry['aliases']).map((one) => textOf(one, 100)),
    // Of a distribution's entry, the CVE that it is about.
    ...listOf(entry['upstream']).map((one) => textOf(one, 100)),
    ...(group?.ids ?? []),
  ]
  const name = textOf(its['name'], 300)
  const specific = objectOf(entry['database_specific'])
  return [
    packageItem({
      tool: 'OSV-Scanner',
      type: isImage ? 'CONTAINER' : 'SCA',
      ids: [id, advisoryOf(ids)],
      name,
      version: textOf(its['version'], 300),
      patched: patchedIn(entry, name),
      cvss: firstScore([
        ...versionThreeFirst(listOf(entry['severity']).slice(0, 20).map(objectOf)),
        group?.score,
      ]),
      severity: id.startsWith('MAL-') ? 'critical' : textOf(specific['severity'], 40),
      summary: textOf(entry['summary'], 500),
      description: textOf(entry['details']),
      references: listOf(entry['references']).map((one) => objectOf(one)['url']),
      cwe: specific['cwe_ids'],
      fileName,
      suppressed: group?.isHushed ?? false,
    }),
  ]
}

/** Its numbers for how bad it is, from 1. */
const SEVERITIES: readonly Severity[] = ['NOTIFICATION', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']

function genericItem(entry: Loose, isImage: boolean): Item {
  const said = objectOf(entry['Adv'])
  const id = objectOf(said['ID'])
  const place = textOf(objectOf(entry['Target'])['Extra'], 1000)
  return codeItem({
    tool: 'OSV-Scanner',
    rule: textOf(id['Reference'], 200),
    title: textOf(said['Title'], 300),
    description: joined('\n\n', textOf(said['Description']), place),
    solution: textOf(said['Recommendation']),
    type: isImage ? 'CONTAINER' : 'IAC',
    severity: SEVERITIES[(countOf(said['Sev']) ?? 0) - 1] ?? 'MEDIUM',
    path: /^(\/[^:\s]*)(?::|$)/.exec(place)?.[1] ?? '',
    line: 0,
    mark: place,
  })
}

function versionThreeFirst(scores: readonly Loose[]): unknown[] {
  const isThree = ({ type }: Loose) => type === 'CVSS_V3'
  return [...scores.filter(isThree), ...scores.filter((one) => !isThree(one))].map(
    ({ score }) => score,
  )
}

/** Every version that ends a range of bad ones of this package. */
function patchedIn(entry: Loose, name: string): string {
  const affected = listOf(entry['affected']).slice(0, 200).map(objectOf)
  const own = affected.filter((one) => objectOf(one['package'])['name'] === name)
  const events = own
    .flatMap((one) => listOf(one['ranges']).slice(0, 50).map(objectOf))
    .filter((range) => range['type'] !== 'GIT')
    .flatMap((range) => listOf(range['events']).slice(0, 50).map(objectOf))
  const fixed = events.map((event) => textOf(event['fixed'], 100)).filter((text) => text !== '')
  return [...new Set(fixed)].slice(0, 10).join(', ')
}

import { firstScore } from '../cvss.ts'
import { atMost, readJson, unread, type Reading } from '../json-report.ts'
import { listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { goneItem, packageItem } from '../package-finding.ts'
import { readPurl } from '../purl.ts'
import { ReportError, type Item, type ReportFormat } from '../report.ts'
import { severityOfWord } from '../severity-word.ts'
import { Products } from './csaf-products.ts'

/** CSAF of the profile VEX: what a vendor says of advisories in its products. */
export const csaf: ReportFormat = {
  name: 'CSAF VEX',
  recognises: ({ keys }) => keys.has('document') && keys.has('document.csaf_version'),
  open: (source) => readJson(source, reading()),
}

const TREE = 'product_tree.'

function reading(): Reading {
  const products = new Products()
  const document = { category: '', csaf_version: '', severity: '' }
  return {
    entries: ['vulnerabilities.*'],
    before: [
      'document.category',
      'document.csaf_version',
      'document.aggregate_severity.text',
      `${TREE}branches.*`,
      `${TREE}full_product_names.*`,
      `${TREE}product_groups.*`,
      `${TREE}relationships.*`,
    ],
    learn({ pattern, value }) {
      if (pattern === 'document.category') document.category = textOf(value, 60)
      else if (pattern === 'document.csaf_version') document.csaf_version = textOf(value, 10)
      else if (pattern.startsWith('document.')) document.severity = textOf(value, 40)
      else if (pattern === `${TREE}branches.*`) products.learnBranch(value)
      else if (pattern === `${TREE}full_product_names.*`) products.learnName(value)
      else if (pattern === `${TREE}product_groups.*`) products.learnGroup(value)
      else products.learnRelationship(value)
    },
    describe() {
      if (document.category !== 'csaf_vex') throw notVex(document.category)
      return { tool: 'CSAF', format: `CSAF VEX ${document.csaf_version}`.trim() }
    },
    read: ({ value }) => vulnerability(value, products, document.severity),
  }
}

function notVex(category: string): ReportError {
  return new ReportError(
    `this CSAF document is of the category "${category}", not a VEX`,
    'An advisory says what a product may have; have a scanner look whether it is so here.',
  )
}

type Word = 'affected' | 'not_affected' | 'fixed' | 'recommended' | 'unheard'

/** What needs work first: a single entry may name more products than are kept. */
const STATUSES: readonly (readonly [string, Word])[] = [
  ['known_affected', 'affected'],
  ['first_affected', 'affected'],
  ['last_affected', 'affected'],
  ['under_investigation', 'affected'],
  // Since CSAF 2.1.
  ['unknown', 'affected'],
  ['known_not_affected', 'not_affected'],
  ['fixed', 'fixed'],
  ['first_fixed', 'fixed'],
  ['recommended', 'recommended'],
]
const NAMES = new Set(STATUSES.map(([status]) => status))

function vulnerability(
  entry: Loose,
  products: Products,
  documentSeverity: string,
): readonly Item[] {
  const statuses = objectOf(entry['product_status'])
  const others = Object.keys(statuses).filter((status) => !NAMES.has(status))
  const all = [...STATUSES, ...others.map((status) => [status, 'unheard'] as const)]
  const said = all.flatMap(([status, word]) =>
    listOf(statuses[status]).map((id) => [textOf(id, 1000), word] as const),
  )
  if (said.length === 0) return unread('names no product')
  const distinct = [...new Map(said.map((one) => [subjectOf(one, products), one])).values()]
  const items = atMost(distinct, ([id, word]) => {
    if (word === 'recommended') return RECOMMENDED
    if (word === 'unheard') return UNHEARD
    const common = commonOf(entry, (part) => products.isAbout(part, id))
    const item = packageItem({
      ...common,
      ...products.find(id),
      severity: common.severity || documentSeverity,
      nameIsGuess: true,
      suppressed: word === 'not_affected',
    })
    return word === 'fixed' ? goneItem(item, 'status "fixed": no longer there') : item
  })
  return [...items, ...Array<Item>(said.length - distinct.length).fill(REPEATED)]
}

/**
 * Red Hat names a package once for each processor and each system that it is a part of: thousands of
 * products of which the same is said.
 */
function subjectOf([id, word]: readonly [string, Word], products: Products): string {
  const { name, purl } = products.find(id)
  return `${word}\n${readPurl(purl)?.name ?? name}`
}

const REPEATED: Item = { kind: 'skipped', reason: 'says the same of the same package again' }
const RECOMMENDED: Item = {
  kind: 'skipped',
  reason: 'status "recommended": not about what is wrong',
}
const UNHEARD: Item = { kind: 'skipped', reason: 'a status that CSAF does not have', gap: true }

/** What an entry says of one product. */
function commonOf(entry: Loose, isAbout: (part: Loose) => boolean) {
  const others = listOf(entry['ids']).slice(0, 20).map(objectOf)
  const parts = (name: string) => listOf(entry[name]).slice(0, 50).map(objectOf).filter(isAbout)
  const words = (name: string) =>
    parts(name)
      .map((one) => textOf(one['text'] ?? one['details'], 4000))
      .join('\n\n')
  const [why = ''] = parts('flags').map(({ label }) => textOf(label, 200).replaceAll('_', ' '))
  return {
    tool: 'CSAF',
    ids: [textOf(entry['cve'], 100), ...others.map(({ text }) => textOf(text, 100))],
    cvss: scoreIn(entry, isAbout),
    severity: impactIn(parts('threats')),
    summary: textOf(entry['title'], 500),
    description: [why === '' ? '' : `Not affected: ${why}.`, words('notes'), words('threats')]
      .filter((text) => text !== '')
      .join('\n\n'),
    solution: words('remediations'),
    references: listOf(entry['references']).map((one) => objectOf(one)['url']),
    cwe: objectOf(entry['cwe'] ?? listOf(entry['cwes'])[0])['id'],
  }
}

/** Vendors such as Red Hat and SUSE rate by a word, which stands as the impact. */
function impactIn(threats: readonly Loose[]): string {
  const impacts = threats.filter(({ category }) => category === 'impact')
  return impacts.map(({ details }) => textOf(details, 40)).find(severityOfWord) ?? ''
}

function scoreIn(entry: Loose, isAbout: (part: Loose) => boolean): number | null {
  const scores = [...listOf(entry['scores']), ...listOf(entry['metrics'])].slice(0, 100)
  const own = scores.map(objectOf).filter(isAbout)
  const contents = own.map((score) => ({ ...score, ...objectOf(score['content']) }))
  return firstScore(
    ['cvss_v3', 'cvss_v4', 'cvss_v2'].flatMap((version) =>
      contents
        .map((content) => objectOf(Reflect.get(content, version)))
        .map(({ baseScore, vectorString }) => baseScore ?? vectorString),
    ),
  )
}

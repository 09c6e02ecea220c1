import { firstScore } from '../cvss.ts'
import { atMost, readJson, unread, type Reading } from '../json-report.ts'
import { listOf, objectOf, textOf, type Loose } from '../loose.ts'
import { goneItem, packageItem } from '../package-finding.ts'
import { ReportError, type Item, type ReportFormat } from '../report.ts'
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
  const document = { category: '', csaf_version: '' }
  return {
    entries: ['vulnerabilities.*'],
    before: [
      'document.category',
      'document.csaf_version',
      `${TREE}branches.*`,
      `${TREE}full_product_names.*`,
      `${TREE}relationships.*`,
    ],
    learn({ pattern, value }) {
      if (pattern === 'document.category') document.category = textOf(value, 60)
      else if (pattern === 'document.csaf_version') document.csaf_version = textOf(value, 10)
      else if (pattern === `${TREE}branches.*`) products.learnBranch(value)
      else if (pattern === `${TREE}full_product_names.*`) products.learnName(value)
      else products.learnRelationship(value)
    },
    describe() {
      if (document.category !== 'csaf_vex') throw notVex(document.category)
      return { tool: 'CSAF', format: `CSAF VEX ${document.csaf_version}`.trim() }
    },
    read: ({ value }) => vulnerability(value, products),
  }
}

function notVex(category: string): ReportError {
  return new ReportError(
    `this CSAF document is of the category "${category}", not a VEX`,
    'An advisory says what a product may have; have a scanner look whether it is so here.',
  )
}

type Word = 'affected' | 'not_affected' | 'fixed'

const STATUSES: readonly (readonly [string, Word])[] = [
  ['known_affected', 'affected'],
  ['first_affected', 'affected'],
  ['last_affected', 'affected'],
  ['under_investigation', 'affected'],
  ['known_not_affected', 'not_affected'],
  ['fixed', 'fixed'],
  ['first_fixed', 'fixed'],
]

function vulnerability(entry: Loose, products: Products): readonly Item[] {
  const statuses = objectOf(entry['product_status'])
  const said = STATUSES.flatMap(([status, word]) =>
    listOf(statuses[status]).map((id) => [textOf(id, 1000), word] as const),
  )
  if (said.length === 0) return unread('names no product')
  return atMost(said, ([id, word]) => {
    const item = packageItem({
      ...commonOf(entry, id),
      ...products.find(id),
      nameIsGuess: true,
      suppressed: word === 'not_affected',
    })
    return word === 'fixed' ? goneItem(item, 'status "fixed": no longer there') : item
  })
}

function commonOf(entry: Loose, product: string) {
  const others = listOf(entry['ids']).slice(0, 20).map(objectOf)
  const words = (name: string) =>
    listOf(entry[name])
      .slice(0, 50)
      .map(objectOf)
      .filter((one) => isAbout(one, product))
      .map((one) => textOf(one['text'] ?? one['details'], 4000))
      .join('\n\n')
  return {
    tool: 'CSAF',
    ids: [textOf(entry['cve'], 100), ...others.map(({ text }) => textOf(text, 100))],
    cvss: scoreIn(entry, product),
    summary: textOf(entry['title'], 500),
    description: [words('notes'), words('threats')].filter((text) => text !== '').join('\n\n'),
    solution: words('remediations'),
    references: listOf(entry['references']).map((one) => objectOf(one)['url']),
    cwe: objectOf(entry['cwe'] ?? listOf(entry['cwes'])[0])['id'],
  }
}

/** What names no products is about all of them. */
function isAbout(part: Loose, product: string): boolean {
  const about = listOf(part['product_ids'] ?? part['products'])
  return about.length === 0 || about.includes(product)
}

function scoreIn(entry: Loose, product: string): number | null {
  const scores = [...listOf(entry['scores']), ...listOf(entry['metrics'])].slice(0, 100)
  const own = scores.map(objectOf).filter((score) => isAbout(score, product))
  const contents = own.map((score) => ({ ...score, ...objectOf(score['content']) }))
  return firstScore(
    ['cvss_v3', 'cvss_v4', 'cvss_v2'].flatMap((version) =>
      contents.map((content) => objectOf(Reflect.get(content, version))['baseScore']),
    ),
  )
}

import type { VulnerabilityPage } from '../../src/http/contract.ts'
import type { Visitor } from '../../src/cli/demo/visitor.ts'

/** What the pages ask the API for, each time of another thing. */
export interface Page {
  readonly group: 'dashboard' | 'lists' | 'filters' | 'searches' | 'details'
  readonly name: string
  readonly path: (turn: number) => string
}

const SORTS = ['id', 'title', 'severity', 'status', 'updated', 'age']
const STATUSES = ['IDENTIFIED', 'IN_PROGRESS', 'AWAITING_VALIDATION', 'FIX_ACCEPTED', 'CREATED']
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'NOTIFICATION']
const TYPES = ['SAST', 'SCA', 'DAST', 'SECRET', 'CONTAINER']
const OPEN = 'IDENTIFIED,IN_PROGRESS,AWAITING_VALIDATION'

/** For a database of `vulnerabilities` on `assets`, as `fill` makes it. */
export async function pagesOf(
  visitor: Visitor,
  { vulnerabilities, assets }: { readonly vulnerabilities: number; readonly assets: number },
): Promise<Page[]> {
  const list = (query: string) => `/api/v1/vulnerabilities?${query}`
  const some = (turn: number) => 1 + ((turn * 7919) % vulnerabilities)
  const deep = await cursorAfter(visitor, list('sort=severity'), 5)
  const order = (turn: number) => `sort=${of(SORTS, turn)}&direction=${turn % 2 ? 'asc' : 'desc'}`
  const page = (group: Page['group'], name: string, path: Page['path']): Page => ({
    group,
    name,
    path,
  })
  const filter = (name: string, query: (turn: number) => string): Page =>
    page('filters', name, (turn) => list(query(turn)))
  const search = (name: string, query: (turn: number) => string): Page =>
    page('searches', name, (turn) => list(query(turn)))
  return [
    page('dashboard', 'the dashboard', () => '/api/v1/dashboard'),
    page('lists', 'newest first', () => list('')),
    ...SORTS.map((sort) =>
      page('lists', `by ${sort}`, (turn) =>
        list(`sort=${sort}&direction=${turn % 2 ? 'asc' : 'desc'}`),
      ),
    ),
    page('lists', 'a later page', () => list(`sort=severity&cursor=${deep}`)),
    page('lists', 'assets', () => '/api/v1/assets'),
    filter('a status', (turn) => `status=${of(STATUSES, turn)}`),
    filter('a severity, any order', (turn) => `severity=${of(SEVERITIES, turn)}&${order(turn)}`),
    filter('a type', (turn) => `type=${of(TYPES, turn)}&${order(turn)}`),
    filter('open, worst first', () => `status=${OPEN}&sort=severity`),
    filter('open of a severity', (turn) => `status=${OPEN}&severity=${of(SEVERITIES, turn)}`),
    filter(
      'status, severity and type',
      (turn) =>
        `status=${of(STATUSES, turn)}&severity=${of(SEVERITIES, turn)}&type=${of(TYPES, turn)}&${order(turn)}`,
    ),
    filter('refused', () => 'sending=refused'),
    filter('due for reanalysis', () => 'dueForReanalysis=true'),
    filter('archived', (turn) => `archived=true&${order(turn)}`),
    filter('an asset', (turn) => `assetId=${1 + (turn % assets)}&${order(turn)}`),
    filter('the largest asset', (turn) => `assetId=1&${order(turn)}`),
    filter('open of an asset', (turn) => `assetId=${1 + (turn % assets)}&status=${OPEN}`),
    search('a common word', (turn) => `search=injection&${order(turn)}`),
    search('a rare word', (turn) => `search=module+${100 + (turn % 900)}&${order(turn)}`),
    search('a word nobody wrote', (turn) => `search=nothing+${turn}`),
    search('a beginning', (turn) => `search=${of(['sq', 'cr', 'we'], turn)}`),
    search('a word and a severity', (turn) => `search=traversal&severity=${of(SEVERITIES, turn)}`),
    search('a number', (turn) => `search=%23${some(turn)}`),
    search("a ticket's number", (turn) => {
      const id = Math.ceil(some(turn) / 5) * 5
      return `search=INC${String(id).padStart(8, '0')}`
    }),
    page('details', 'a vulnerability', (turn) => `/api/v1/vulnerabilities/${some(turn)}`),
    page('details', 'its timeline', (turn) => `/api/v1/vulnerabilities/${some(turn)}/history`),
    page('details', 'an asset', (turn) => `/api/v1/assets/${1 + (turn % assets)}`),
  ]
}

function of(values: readonly string[], turn: number): string {
  return values[turn % values.length] ?? ''
}

async function cursorAfter(visitor: Visitor, path: string, pages: number): Promise<string> {
  let cursor = ''
  for (let n = 0; n < pages; n++) {
    const { next } = await visitor.json<VulnerabilityPage>('GET', `${path}&cursor=${cursor}`)
    cursor = next ?? cursor
  }
  return cursor
}

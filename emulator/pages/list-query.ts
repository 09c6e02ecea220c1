import type { Instance } from '../instance.ts'
import { parseQuery, type Condition } from '../query/parse.ts'
import type { Table } from '../store/table.ts'
import { html, type Markup } from './html.ts'
import { listColumns } from './list-layout.ts'
import { listOf } from './navigator.ts'

/** Where the search field above a list leads: the same list with one more condition. */
export function searchTarget(table: Table, query: URLSearchParams): string | null {
  const field = query.get('search_field')
  if (field === null || !table.columns.has(field)) return null
  // A caret would start a condition of its own.
  const value = (query.get('search_value') ?? '').replaceAll('^', '').trim()
  const before = query.get('sysparm_query') ?? ''
  if (value === '') return listOf(table.name, before)
  const operator = table.columns.get(field)?.type === 'integer' ? '=' : 'LIKE'
  return listOf(
    table.name,
    [before, `${field}${operator}${value}`].filter((part) => part !== '').join('^'),
  )
}

/** The query that sorts by a column, the other way round if it does already. */
export function sortedBy(
  encoded: string,
  field: string,
): { query: string; direction: 'ascending' | 'descending' | null } {
  const [current] = parseQuery(encoded).order
  const isCurrent = current?.field === field
  const direction = !isCurrent ? null : current.descending ? 'descending' : 'ascending'
  const rest = encoded.split('^').filter((part) => part !== '' && !part.startsWith('ORDERBY'))
  const sort = direction === 'ascending' ? `ORDERBYDESC${field}` : `ORDERBY${field}`
  return { query: [...rest, sort].join('^'), direction }
}

export function filterForm(instance: Instance, table: Table, encoded: string): Markup {
  const options = listColumns(table).map(
    (name) => html`<option value="${name}">${table.columns.get(name)?.label ?? name}</option>`,
  )
  return html` <div class="filters">
    <form method="get" action="/${table.name}_list.do" role="search">
      <input type="hidden" name="sysparm_query" value="${encoded}" />
      <select name="search_field" aria-label="Search in">
        ${options}
      </select>
      <input name="search_value" type="search" placeholder="Search" aria-label="Search for" />
      <button type="submit">Search</button>
    </form>
    ${breadcrumbs(instance, table, encoded)}
  </div>`
}

/** All > State = New: each part leads to the list as filtered up to there. */
function breadcrumbs(instance: Instance, table: Table, encoded: string): Markup {
  const parts = encoded.split('^').filter((part) => part !== '' && !part.startsWith('ORDERBY'))
  const links = parts.map((_, index) => {
    const upToHere = parts.slice(0, index + 1)
    const label = spoken(instance, table, parts[index] ?? '')
    return html` <span class="sep">›</span>
      <a href="${listOf(table.name, upToHere.join('^'))}">${label}</a>`
  })
  return html`<p class="crumbs"><a href="${listOf(table.name)}">All</a>${links}</p>`
}

const WORDS: Readonly<Record<string, string>> = {
  LIKE: 'contains',
  STARTSWITH: 'starts with',
  IN: 'is one of',
  ISEMPTY: 'is empty',
  ISNOTEMPTY: 'is not empty',
}

function spoken(instance: Instance, table: Table, part: string): string {
  const [condition]: readonly Condition[] = parseQuery(part.replace(/^(OR|NQ)/, '')).groups.flat(2)
  if (condition === undefined) return part
  const { field, operator, value } = condition
  const prefix = part.startsWith('OR') ? 'or ' : ''
  const label = table.columns.get(field)?.label ?? field
  const shown = value.startsWith('javascript:')
    ? '(me)'
    : instance.choices.labelOf(table, field, value)
  return `${prefix}${label} ${WORDS[operator] ?? operator} ${shown}`.trim()
}

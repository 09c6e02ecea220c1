import { queryContext, tableNamed } from '../api/call.ts'
import { displayValue } from '../display/display-value.ts'
import { html, redirect, type Incoming, type Reply } from '../http.ts'
import { reader } from '../query/compile.ts'
import { findPage } from '../query/find.ts'
import { parseQuery } from '../query/parse.ts'
import { mayWrite, mustBeReadable } from '../rules/rights.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import { html as markup, type Markup } from './html.ts'
import { inside, type Visit } from './layout.ts'
import { listColumns } from './list-layout.ts'
import { filterForm, searchTarget, sortedBy } from './list-query.ts'
import { listOf } from './navigator.ts'

const ROWS = 20

/** /{table}_list.do: filter, sort, page. */
export function listPage(visit: Visit, incoming: Incoming, tableName: string): Reply {
  const table = tableNamed(visit.instance, tableName)
  const target = searchTarget(table, incoming.query)
  if (target !== null) return redirect(target)
  const encoded = incoming.query.get('sysparm_query') ?? ''
  const first = Math.max(1, Math.floor(Number(incoming.query.get('sysparm_first_row'))) || 1)
  const query = parseQuery(encoded)
  const ordered =
    query.order.length > 0 ? query : parseQuery(`${encoded}^ORDERBYDESC${defaultOrder(table)}`)
  const isAnswerable = mustBeReadable(visit.instance.database, visit.actor, table) === 'rows'
  const page = isAnswerable
    ? findPage(table, ordered, queryContext(visit), first - 1, ROWS)
    : { rows: [], total: 0 }
  const { label } = table.definition
  const create = mayWrite(visit.actor, table, 'Insert')
    ? markup`<a class="button primary" href="/${table.name}.do?sys_id=-1">New</a>`
    : null
  const body = markup`
    <div class="bar"><h1>${plural(label)}</h1>${create}</div>
    ${filterForm(visit.instance, table, encoded)}
    <div class="scroll">
      <table class="list">
        <thead><tr>${listColumns(table).map((name) => heading(table, name, encoded))}</tr></thead>
        <tbody>${page.rows.map((row) => line(visit, table, row))}</tbody>
      </table>
    </div>
    ${page.total === 0 ? markup`<p class="empty">No records to display</p>` : null}
    ${pager(table, encoded, first, page.rows.length, page.total)}`
  return html(inside(visit, plural(label), body))
}

function defaultOrder(table: Table): string {
  return table.columns.has('number') ? 'number' : 'sys_updated_on'
}

function heading(table: Table, name: string, encoded: string): Markup {
  const { query, direction } = sortedBy(encoded, name)
  const arrow = direction === null ? '' : direction === 'ascending' ? ' ▲' : ' ▼'
  const label = table.columns.get(name)?.label ?? name
  return markup`<th scope="col" aria-sort="${direction ?? 'none'}"><a href="${listOf(table.name, query)}">${label}${arrow}</a></th>`
}

function line(visit: Visit, table: Table, row: Row): Markup {
  const cells = listColumns(table).map((name, index) => {
    const column = reader(visit.instance.database, table, name)
    const shown = column === null ? '' : displayValue(visit.instance, visit.actor, column, row)
    // A record of a table below is opened with the form of its own class.
    const own = visit.instance.database.table(row['sys_class_name'] ?? '') ?? table
    const href = `/${own.lineage().includes(table) ? own.name : table.name}.do?sys_id=${row['sys_id'] ?? ''}`
    const isLink = index === 0
    return markup`<td class="${name}${shown === '' ? ' blank' : ''}" data-label="${table.columns.get(name)?.label ?? name}">${
      isLink
        ? markup`<a href="${href}">${shown === '' ? '(empty)' : shown}</a>`
        : priorityDot(name, row, shown)
    }</td>`
  })
  return markup`<tr>${cells}</tr>`
}

function priorityDot(name: string, row: Row, shown: string): Markup {
  if (name !== 'priority' || !/^[1-5]$/.test(row['priority'] ?? '')) return markup`${shown}`
  return markup`<span class="dot p${row['priority'] ?? ''}"></span>${shown}`
}

function pager(
  table: Table,
  encoded: string,
  first: number,
  shown: number,
  total: number,
): Markup | null {
  if (total === 0) return null
  const at = (row: number, label: string, isOn: boolean): Markup => {
    if (!isOn) return markup`<span class="button off">${label}</span>`
    const query = new URLSearchParams({ sysparm_query: encoded, sysparm_first_row: String(row) })
    return markup`<a class="button" href="/${table.name}_list.do?${query.toString()}">${label}</a>`
  }
  const last = first + shown - 1
  return markup`<div class="pager">
    ${at(1, '« First', first > 1)} ${at(Math.max(1, first - ROWS), '‹ Previous', first > 1)}
    <span>${shown === 0 ? 0 : first} to ${shown === 0 ? 0 : last} of ${total}</span>
    ${at(first + ROWS, 'Next ›', last < total)}
    ${at(Math.floor((total - 1) / ROWS) * ROWS + 1, 'Last »', last < total)}
  </div>`
}

export function plural(label: string): string {
  if (label.endsWith('s')) return label
  return label.endsWith('y') ? `${label.slice(0, -1)}ies` : `${label}s`
}

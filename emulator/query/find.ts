import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import { candidates } from './candidates.ts'
import { comparator, compile, type Context } from './compile.ts'
import type { EncodedQuery } from './parse.ts'

export interface Page {
  readonly rows: readonly Row[]
  readonly total: number
}

/** One page of a query, and how many rows there are in all. */
export function findPage(
  table: Table,
  query: EncodedQuery,
  context: Context,
  offset: number,
  limit: number,
): Page {
  const straight = straightThrough(table, query, context)
  if (straight === null) {
    const rows = find(table, query, context)
    return { rows: rows.slice(offset, offset + limit), total: rows.length }
  }
  const rows: Row[] = []
  let position = 0
  for (const row of straight) {
    if (position >= offset + limit) break
    if (position++ >= offset) rows.push(row)
  }
  return { rows, total: table.size }
}

/** A walk over a whole table that is in order already, so that a page of it costs a page. */
function straightThrough(
  table: Table,
  query: EncodedQuery,
  context: Context,
): Iterable<Row> | null {
  if (table.children.length > 0 || compile(query, table, context) !== null) return null
  const [first, second] = query.order
  if (first === undefined) return table.rows()
  const isIndexOrder = second === undefined || (second.field === 'sys_id' && !second.descending)
  if (first.descending || !isIndexOrder || query.order.length > 2) return null
  return table.inRange(first.field) ?? null
}

/** The rows a query means, of the table and of those that extend it, ordered if it says how. */
export function find(table: Table, query: EncodedQuery, context: Context): Row[] {
  const predicate = compile(query, table, context)
  const rows: Row[] = []
  for (const member of table.family()) {
    const found = predicate === null ? null : candidates(member, query, context)
    for (const row of found ?? member.rows()) {
      if (predicate === null || predicate(row)) rows.push(row)
    }
  }
  const order = comparator(query, table, context.database)
  return order === null ? rows : rows.toSorted(order)
}

import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import { comparator, compile, type Context } from './compile.ts'
import type { Condition, EncodedQuery } from './parse.ts'
import { resolveValue } from './values.ts'

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
    for (const row of candidates(member, query, predicate !== null, context)) {
      if (predicate === null || predicate(row)) rows.push(row)
    }
  }
  const order = comparator(query, table, context.database)
  return order === null ? rows : rows.toSorted(order)
}

/** The fewest rows that an index can promise to hold every match; all of them where none can. */
function candidates(
  table: Table,
  query: EncodedQuery,
  hasCondition: boolean,
  context: Context,
): Iterable<Row> {
  const [group] = query.groups
  if (!hasCondition || query.groups.length !== 1 || group === undefined) return table.rows()
  // One condition of a clause alone may narrow the search; an alternative beside it would be missed.
  const alone = group.flatMap((clause) => (clause.length === 1 ? clause : []))
  for (const condition of alone) {
    const rows = byValue(table, condition)
    if (rows !== undefined) return rows
  }
  return byRange(table, alone, context) ?? table.rows()
}

function byValue(table: Table, { field, operator, value }: Condition): Iterable<Row> | undefined {
  if (operator !== '=' && operator !== 'IN') return undefined
  if (value === '' || value.startsWith('javascript:')) return undefined
  if (operator === '=') return table.withValue(field, value)
  const values = new Set(value.split(',').map((one) => one.trim().toLowerCase()))
  if (values.has('') || table.withValue(field, '') === undefined) return undefined
  return [...values].flatMap((one) => [...(table.withValue(field, one) ?? [])])
}

function byRange(
  table: Table,
  conditions: readonly Condition[],
  context: Context,
): Iterable<Row> | undefined {
  for (const { field } of conditions) {
    const bounds = conditions.filter((other) => other.field === field)
    const from = bounds
      .flatMap((bound) => lower(bound, context))
      .toSorted()
      .at(-1)
    const to = bounds
      .flatMap((bound) => upper(bound, context))
      .toSorted()
      .at(0)
    if (from === undefined && to === undefined) continue
    const rows = table.inRange(field, from, to)
    if (rows !== undefined) return rows
  }
  return undefined
}

function lower({ operator, value }: Condition, context: Context): string[] {
  if (operator === '>' || operator === '>=') return [resolveValue(value, context)]
  return operator === 'BETWEEN' ? [resolveValue(value, context).split('@')[0] ?? ''] : []
}

function upper({ operator, value }: Condition, context: Context): string[] {
  if (operator === '<' || operator === '<=') return [resolveValue(value, context)]
  return operator === 'BETWEEN' ? [resolveValue(value, context).split('@')[1] ?? ''] : []
}

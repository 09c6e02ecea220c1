import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import type { Context } from './compile.ts'
import type { Condition, EncodedQuery } from './parse.ts'
import { relativeMoment } from './dates.ts'
import { bounds, dayBounds, resolveValue } from './values.ts'

/** Rows among which every match is, found by an index; null where only a scan would find them all. */
export function candidates(
  table: Table,
  query: EncodedQuery,
  context: Context,
): Iterable<Row> | null {
  const groups = query.groups.map((group) => ofGroup(table, group, context))
  return union(groups)
}

/** All clauses of a group have to hold, so the rows of any one of them will do. */
function ofGroup(
  table: Table,
  group: readonly (readonly Condition[])[],
  context: Context,
): Iterable<Row> | null {
  const alone = group.flatMap((clause) => (clause.length === 1 ? clause : []))
  for (const condition of alone) {
    const rows = byValue(table, condition)
    if (rows !== null) return rows
  }
  const ranged = byRange(table, alone, context)
  if (ranged !== null) return ranged
  for (const clause of group) {
    const each = clause.map((one) => byValue(table, one) ?? byRange(table, [one], context))
    const rows = clause.length > 1 ? union(each) : null
    if (rows !== null) return rows
  }
  return null
}

function union(parts: readonly (Iterable<Row> | null)[]): Iterable<Row> | null {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const all = new Set<Row>()
  for (const part of parts) {
    if (part === null) return null
    for (const row of part) all.add(row)
  }
  return all
}

function byValue(table: Table, { field, operator, value }: Condition): Iterable<Row> | null {
  if (operator !== '=' && operator !== 'IN') return null
  if (value === '' || value.startsWith('javascript:')) return null
  if (operator === '=') return table.withValue(field, value) ?? null
  const values = new Set(value.split(',').map((one) => one.trim().toLowerCase()))
  if (values.has('') || table.withValue(field, '') === undefined) return null
  return [...values].flatMap((one) => [...(table.withValue(field, one) ?? [])])
}

function byRange(
  table: Table,
  conditions: readonly Condition[],
  context: Context,
): Iterable<Row> | null {
  for (const { field } of conditions) {
    const own = conditions.filter((other) => other.field === field)
    const from = own
      .flatMap((bound) => lower(bound, context))
      .toSorted()
      .at(-1)
    const to = own
      .flatMap((bound) => upper(bound, context))
      .toSorted()
      .at(0)
    if (from === undefined && to === undefined) continue
    const rows = table.inRange(field, from, to)
    if (rows !== undefined) return rows
  }
  return null
}

function lower({ operator, value }: Condition, context: Context): string[] {
  if (['>', '>=', '='].includes(operator)) return [resolveValue(value, context)]
  if (/^RELATIVE(GT|GE|EE)$/.test(operator)) return momentOf(value, context)
  if (operator === 'ON') return [dayBounds(value, context)[0]]
  return operator === 'BETWEEN' ? [bounds(value, context)[0]] : []
}

function upper({ operator, value }: Condition, context: Context): string[] {
  if (['<', '<=', '='].includes(operator)) return [resolveValue(value, context)]
  if (/^RELATIVE(LT|LE|EE)$/.test(operator)) return momentOf(value, context)
  if (operator === 'ON') return [dayBounds(value, context)[1]]
  return operator === 'BETWEEN' ? [bounds(value, context)[1]] : []
}

function momentOf(value: string, context: Context): string[] {
  const moment = relativeMoment(value, context.now)
  return moment === null ? [] : [moment]
}

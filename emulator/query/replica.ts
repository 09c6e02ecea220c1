import type { Past } from '../store/history.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import { comparator, compile, type Context } from './compile.ts'
import { find } from './find.ts'
import type { EncodedQuery } from './parse.ts'

/** The rows a query means to a replica that has not heard of the last changes yet. */
export function findBehind(
  table: Table,
  query: EncodedQuery,
  context: Context,
  past: ReadonlyMap<string, Past>,
): readonly Row[] {
  const current = find(table, query, context).filter((row) => !past.has(row['sys_id'] ?? ''))
  const holds = compile(query, table, context) ?? (() => true)
  const family = new Set(table.family().map((member) => member.name))
  const old = [...past.values()].flatMap(({ table: name, row }) =>
    row !== null && family.has(name) && holds(row) ? [row] : [],
  )
  const order = comparator(query, table, context.database)
  const rows = [...current, ...old]
  return order === null ? rows : rows.toSorted(order)
}

import type { Past } from '../store/history.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import { comparator, compile, type Context } from './compile.ts'
import { find, type Page } from './find.ts'
import type { EncodedQuery } from './parse.ts'

/** A page as a replica sees it that has not heard of the last changes yet. */
export function findPageBehind(
  table: Table,
  query: EncodedQuery,
  context: Context,
  offset: number,
  limit: number,
  past: ReadonlyMap<string, Past>,
): Page {
  const current = find(table, query, context).filter((row) => !past.has(row['sys_id'] ?? ''))
  const holds = compile(query, table, context) ?? (() => true)
  const family = new Set(table.family().map((member) => member.name))
  const old = [...past.values()].flatMap(({ table: name, row }) =>
    row !== null && family.has(name) && holds(row) ? [row] : [],
  )
  const order = comparator(query, table, context.database)
  const rows: readonly Row[] =
    order === null ? [...current, ...old] : [...current, ...old].toSorted(order)
  return { rows: rows.slice(offset, offset + limit), total: rows.length }
}

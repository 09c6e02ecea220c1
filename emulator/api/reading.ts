import { findPage, find, type Page } from '../query/find.ts'
import type { EncodedQuery } from '../query/parse.ts'
import { findBehind } from '../query/replica.ts'
import type { Past } from '../store/history.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import { queryContext, type Call } from './call.ts'
import { recordNotFound } from './refusals.ts'

/** All rows that a query means, as the API sees them: a moment ago where a read replica answers. */
export function rowsSeen(call: Call, table: Table, query: EncodedQuery): readonly Row[] {
  const past = pastOf(call)
  const context = queryContext(call)
  return past === null ? find(table, query, context) : findBehind(table, query, context, past)
}

export function pageSeen(
  call: Call,
  table: Table,
  query: EncodedQuery,
  offset: number,
  limit: number,
): Page {
  if (pastOf(call) === null) return findPage(table, query, queryContext(call), offset, limit)
  const rows = rowsSeen(call, table, query)
  return { rows: rows.slice(offset, offset + limit), total: rows.length }
}

/** A single record as it was, or not there yet. */
export function rowSeen(call: Call, row: Row): Row {
  const past = pastOf(call)?.get(row['sys_id'] ?? '')
  if (past === undefined) return row
  if (past.row === null) throw recordNotFound()
  return past.row
}

function pastOf({ instance }: Call): ReadonlyMap<string, Past> | null {
  const { replicaLagMs } = instance.settings
  return replicaLagMs === 0 ? null : instance.history.since(instance.clock.nowMs() - replicaLagMs)
}

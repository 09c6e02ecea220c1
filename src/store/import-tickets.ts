import { sql } from 'kysely'
import {
  MAPPED_SEVERITIES,
  type MappedSeverity,
  type SeverityCounts,
} from '../vulnerability/severity.ts'
import { OPEN_STATUSES } from '../vulnerability/status.ts'
import type { Tx } from './database.ts'
import type { Changed } from './import-changes.ts'

export interface Opened {
  readonly id: number
  readonly severity: MappedSeverity
}

/**
 * What gets a ticket by this import: it has none, the policy and its status are for one, and they
 * were not before.
 */
export async function ticketsOpened(
  tx: Tx,
  assetId: number,
  created: readonly number[],
  changed: readonly Changed[],
): Promise<Opened[]> {
  const { rows } = await sql<Opened>`
    with touched (id, status, severity) as (
      select id, null, null from unnest(${created}::bigint[]) as id
      union all
      select * from unnest(
        ${changed.map((row) => row.id)}::bigint[],
        ${changed.map((row) => row.before)}::text[],
        ${changed.map((row) => row.severityBefore)}::text[]
      )
    ), policy as (
      select send, send_severities from policy
      where asset_id = ${assetId} or asset_id is null order by asset_id nulls last limit 1
    )
    select v.id, case v.severity when 'NOTIFICATION' then 'LOW' else v.severity end as severity
    from touched join vulnerability v on v.id = touched.id cross join policy p
    where exists (select from pairing where asset_id = ${assetId} and removed_at is null)
      and v.status = any(${OPEN_STATUSES}) and v.archived_at is null and not v.held
      and (v.sent_by_hand or ${isSent('v')})
      and not (coalesce(touched.status = any(${OPEN_STATUSES}), false)
        and (v.sent_by_hand or ${isSent('touched')}))
      and not exists (select from ticket t where t.vulnerability_id = v.id and t.is_current)
    order by v.id`.execute(tx)
  return rows
}

function isSent(of: 'v' | 'touched') {
  const severity = sql.ref(`${of}.severity`)
  return sql`(p.send and ${severity} <> 'NOTIFICATION' and ${severity} = any(p.send_severities))`
}

export function countTickets(opened: readonly Opened[]): SeverityCounts {
  const counts = { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0 }
  for (const { severity } of opened) counts[severity]++
  return counts
}

/** They wait for the answer to the import's question, in the transaction that made them eligible. */
export async function holdTickets(
  tx: Tx,
  importId: number,
  opened: readonly Opened[],
): Promise<void> {
  if (opened.length === 0) return
  await sql`
    update vulnerability set held = true, held_import_id = ${importId}
    where id = any(${opened.map((row) => row.id)}::bigint[])`.execute(tx)
}

/** Lets go what the import holds of these severities; gives their ids, sorted. */
export async function releaseTickets(
  tx: Tx,
  importId: number,
  severities: readonly MappedSeverity[] = MAPPED_SEVERITIES,
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    update vulnerability set held = false, held_import_id = null
    where held_import_id = ${importId} and held
      and case severity when 'NOTIFICATION' then 'LOW' else severity end = any(${severities})
    returning id`.execute(tx)
  return rows.map((row) => row.id).toSorted((a, b) => a - b)
}

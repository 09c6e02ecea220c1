import { sql } from 'kysely'
import type { Actor } from '../vulnerability/actor.ts'
import type { Status } from '../vulnerability/status.ts'
import type { Tx } from './database.ts'
import type { Scanned } from './import-sources.ts'

export interface Closing extends Scanned {
  readonly fileName: string
  readonly actor: Actor
  /** The tools whose word it is that what they no longer find is there no more. */
  readonly closers: readonly string[]
}

export interface Closed {
  readonly id: number
  readonly before: Status
  readonly reason: string
}

/** Neither a judgement nor what is no work yet, or not meant to be any. */
const CLOSABLE: readonly Status[] = ['CREATED', 'IDENTIFIED', 'IN_PROGRESS', 'AWAITING_VALIDATION']

/**
 * Fixes what this scan no longer finds and what its report says to be gone, unless another tool or
 * scope still finds it. The verdict of somebody who knows the product holds whatever scans find,
 * but not against what the same import finds.
 */
export async function closeGone(
  tx: Tx,
  closing: Closing,
  saidGone: readonly number[],
): Promise<Closed[]> {
  const said = saidGone.length === 0 ? [] : await closeSaid(tx, closing, saidGone)
  const { scope, closers } = closing
  if (scope === null || closers.length === 0) return said
  await markGone(tx, closing, scope)
  return [...said, ...(await closeUnseen(tx, closing, scope))]
}

async function markGone(tx: Tx, { importId, assetId, closers }: Closing, scope: string) {
  await sql`
    update finding f set gone_at = now()
    from vulnerability v
    where v.asset_id = ${assetId} and f.vulnerability_id = v.id and f.gone_at is null
      and f.scope = ${scope} and f.tool = any(${closers})
      and f.import_id is distinct from ${importId}`.execute(tx)
}

/** What a tool has decided not to tell of does not keep open what another no longer finds. */
async function closeUnseen(tx: Tx, closing: Closing, scope: string): Promise<Closed[]> {
  const { assetId, closers, fileName } = closing
  const isOurs = sql`(f.scope = ${scope} and f.tool = any(${closers}) and f.gone_at is not null)`
  return fix(
    tx,
    closing,
    sql`
      select v.id, v.status as before,
        'No longer found by ' || string_agg(distinct f.tool, ', ') filter (where ${isOurs})
          || ${` (import of ${fileName})`} as reason
      from vulnerability v join finding f on f.vulnerability_id = v.id
      where v.asset_id = ${assetId} and v.status = any(${CLOSABLE}) and v.archived_at is null
      group by v.id
      having bool_or(${isOurs}) and bool_and(f.gone_at is not null or f.suppressed)`,
  )
}

async function closeSaid(tx: Tx, closing: Closing, ids: readonly number[]): Promise<Closed[]> {
  const { importId, fileName } = closing
  return fix(
    tx,
    closing,
    sql`
      select v.id, v.status as before,
        string_agg(distinct f.tool, ', ') || ${` says that it is fixed (import of ${fileName})`}
          as reason
      from vulnerability v
      join finding f on f.vulnerability_id = v.id and f.import_id = ${importId}
        and f.gone_at is not null
      where v.id = any(${ids}::bigint[]) and v.status = any(${CLOSABLE}) and v.archived_at is null
        and not exists (
          select from finding seen where seen.vulnerability_id = v.id
            and seen.gone_at is null and not seen.suppressed
            and (seen.import_id = ${importId} or not exists (
              select from placed p
              where p.import_id = ${importId} and p.vulnerability_id = v.id and p.gone
                and p.is_verdict
            ))
        )
      group by v.id`,
  )
}

/** Those of which nobody has moved the status meanwhile. */
async function fix(tx: Tx, { actor }: Closing, which: ReturnType<typeof sql>): Promise<Closed[]> {
  const { rows } = await sql<Closed>`
    update vulnerability v set status = 'FIX_ACCEPTED', status_reason = which.reason,
      status_actor = ${JSON.stringify(actor)}::jsonb, status_changed_at = now(), updated_at = now()
    from (${which}) as which
    where v.id = which.id and v.status = which.before
    returning v.id, which.before, which.reason`.execute(tx)
  return rows
}

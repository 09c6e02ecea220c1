import { sql } from 'kysely'
import { whyUnsent } from '../connection/not-sent.ts'
import type { Actor } from '../vulnerability/actor.ts'
import { STATUS_LABELS, STATUSES } from '../vulnerability/status.ts'
import type { Tx } from './database.ts'
import { firstStatus, lockChanged, updateChanged, type Changed } from './import-changes.ts'
import { closeGone, type Closed } from './import-closing.ts'
import { writeSources, type Scanned } from './import-sources.ts'
import { planImport } from './import-plan.ts'
import { readExtent } from './import-staging.ts'
import { findTargets, rememberNames, type Into } from './import-target.ts'
import { touchUnchanged } from './import-unchanged.ts'

export interface Applying extends Scanned {
  readonly fileName: string
  readonly tool: string
  readonly actor: Actor
  readonly isPaired: boolean
  /** The tools whose scan is whole: what they no longer find is there no more. */
  readonly closers: readonly string[]
}

export interface Applied {
  /** In ascending order. */
  readonly created: readonly number[]
  /** Those of them that may get a ticket. Of the others it is said already why they get none. */
  readonly sendable: readonly number[]
  /** Those that look different now, without the created and the fixed ones. */
  readonly changed: readonly Changed[]
  readonly fixed: readonly Closed[]
  /** How many of the vulnerabilities were there before. */
  readonly again: number
}

/**
 * Makes what an import staged visible, whole or not at all. Statements over the whole set. Throws
 * NotUnchanged where something was staged as unchanged and is not.
 */
export async function applyImport(tx: Tx, applying: Applying): Promise<Applied> {
  const extent = await readExtent(tx, applying.importId)
  const { isMany, amongFindings } = await planImport(tx, applying, extent)
  const scanned: Scanned = { ...applying, isMany }
  const isAllKnown = (await findTargets(tx, applying, extent.all)) === extent.all
  await amongFindings(() => touchUnchanged(tx, scanned, extent))
  const again = await countKnown(tx, applying)
  const { created, sendable } = isAllKnown ? NOTHING_NEW : await insertNew(tx, applying)
  const saidGone = await amongFindings(() => writeSources(tx, scanned, extent))
  if (extent.named > 0) await rememberNames(tx, applying)
  const changed = again === 0 ? [] : await lockChanged(tx, applying)
  const by = { actor: applying.actor, reason: foundBy(applying) }
  await updateChanged(tx, applying.importId, changed, by)
  const fixed = await amongFindings(() => closeGone(tx, applying, saidGone))
  await writeHistory(tx, applying, created, changed, fixed)
  return { created, sendable, changed, fixed, again }
}

async function countKnown(tx: Tx, { importId }: Into): Promise<number> {
  const { rows } = await sql<{ known: number }>`
    select count(distinct vulnerability_id) as known from placed
    where import_id = ${importId} and not is_new and not gone`.execute(tx)
  return rows[0]?.known ?? 0
}

type Inserted = Pick<Applied, 'created' | 'sendable'>

const NOTHING_NEW: Inserted = { created: [], sendable: [] }

/** Suppressed where a tool suppresses all that it says of it. */
async function insertNew(
  tx: Tx,
  { importId, assetId, actor, isPaired }: Applying,
): Promise<Inserted> {
  const unsent = STATUSES.map((status) => whyUnsent(status, isPaired) ?? '')
  const { rows } = await sql<Inserted>`
    with hushed as materialized (
      select distinct id from (
        select p.vulnerability_id as id from placed p
        where p.import_id = ${importId} and p.is_new
        group by p.vulnerability_id, p.tool having bool_and(p.suppressed)
      ) by_tool
    ), unsent as materialized (
      select * from unnest(${STATUSES}::text[], ${unsent}::text[]) as u (status, reason)
    ), first as materialized (
      select status, reason from unsent where status = ${firstStatus(assetId)}
    ), made as (
      insert into vulnerability (id, asset_id, ticket_key, title, description, solution, reference,
        category, type, severity, status, status_reason, status_actor, fingerprint, tool_id,
        scan_source, evidence, sending_reason)
      overriding system value
      select p.vulnerability_id, ${assetId}, p.ticket_key, p.title, p.description, p.solution,
        p.reference, p.category, p.type, p.severity,
        case when h.id is not null then 'SUPPRESSED' else first.status end,
        case when h.id is not null then 'Suppressed in the report' else '' end,
        ${JSON.stringify(actor)}::jsonb, p.fingerprint, p.tool_id, p.tool, p.evidence,
        case when h.id is not null
          then (select reason from unsent where status = 'SUPPRESSED') else first.reason end
      from placed p
      cross join first
      left join hushed h on h.id = p.vulnerability_id
      where p.import_id = ${importId} and p.leads
      order by p.vulnerability_id
      returning id, sending_reason
    )
    -- As one value: a hundred thousand rows are as many objects on the way to it.
    select coalesce(array_agg(id order by id), '{}') as created,
      coalesce(array_agg(id order by id) filter (where sending_reason = ''), '{}') as sendable
    from made`.execute(tx)
  return rows[0] ?? NOTHING_NEW
}

async function writeHistory(
  tx: Tx,
  applying: Applying,
  created: readonly number[],
  changed: readonly Changed[],
  fixed: readonly Closed[],
): Promise<void> {
  const { importId } = applying
  const actor = JSON.stringify(applying.actor)
  const from = importOf(applying)
  await sql`
    insert into history (vulnerability_id, actor, kind, message, details)
    select id, ${actor}::jsonb, 'created', ${`Created by ${from}`},
      ${JSON.stringify({ import: importId })}::jsonb
    from unnest(${created}::bigint[]) as id`.execute(tx)
  const lines = [
    ...changed
      .filter((row) => row.saysOtherwise)
      .map(({ id }) => ({ id, kind: 'edited', message: `Updated by ${from}`, reason: null })),
    ...[
      ...changed
        .filter((row) => row.status !== row.before)
        .map((row) => ({ ...row, reason: foundBy(applying) })),
      ...fixed.map((row) => ({ ...row, status: 'FIX_ACCEPTED' as const })),
    ].map(({ id, before, status, reason }) => ({
      id,
      kind: 'status',
      message: `Changed status from ${STATUS_LABELS[before]} to ${STATUS_LABELS[status]}`,
      reason,
    })),
  ]
  await sql`
    insert into history (vulnerability_id, actor, kind, message, details)
    select h.id, ${actor}::jsonb, h.kind, h.message,
      jsonb_strip_nulls(jsonb_build_object('import', ${importId}::bigint, 'reason', h.reason))
    from unnest(
      ${lines.map((line) => line.id)}::bigint[],
      ${lines.map((line) => line.kind)}::text[],
      ${lines.map((line) => line.message)}::text[],
      ${lines.map((line) => line.reason)}::text[]
    ) as h (id, kind, message, reason)`.execute(tx)
}

type Origin = Pick<Applying, 'fileName' | 'tool'>

function importOf({ fileName, tool }: Origin): string {
  return `import of ${fileName} (${tool})`
}

function foundBy(by: Origin): string {
  return `Found by ${importOf(by)}`
}

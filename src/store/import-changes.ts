import { sql } from 'kysely'
import type { Actor } from '../vulnerability/actor.ts'
import type { Severity } from '../vulnerability/severity.ts'
import type { Status } from '../vulnerability/status.ts'
import type { Tx } from './database.ts'
import { saysTheSame } from './import-sources.ts'
import type { Into } from './import-target.ts'

export interface Changed {
  readonly id: number
  /** The finding that speaks for it, where this import holds it. */
  readonly ordinal: number | null
  readonly before: Status
  readonly status: Status
  readonly severityBefore: Severity
  readonly saysOtherwise: boolean
  readonly moved: boolean
}

/**
 * What the scan says otherwise now, held until the transaction's end. Only those are locked: to
 * lock all that a scan finds again would write every one of them. So they are found, held, and
 * looked at once more, since somebody may have changed them in between.
 */
export async function lockChanged(tx: Tx, into: Into): Promise<Changed[]> {
  const found = await findChanged(tx, into)
  if (found.length === 0) return []
  const ids = found.map(({ id }) => id)
  await sql`
    select from vulnerability where id = any(${ids}::bigint[]) order by id
    for no key update`.execute(tx)
  const held = new Set(ids)
  return (await findChanged(tx, into)).filter(({ id }) => held.has(id))
}

/**
 * A judged one is left alone; what a person wrote stays; a
 * status changes only back from Fixed, and to and from Suppressed as the scanners say while no
 * person has moved it. Where several tools report the same, the words are those of the tool that
 * reported it first, and a suppression by one stands: they must not undo each other with each scan.
 */
async function findChanged(tx: Tx, { importId, assetId }: Into): Promise<Changed[]> {
  const { rows } = await sql<Changed>`
    -- Once each: few are expected of a scan, and many of them would be joined with each other.
    with movable as materialized (${movable({ importId, assetId })}),
    seen as materialized (
      select p.vulnerability_id as id, bool_or(not p.suppressed) as found,
        min(p.ordinal) filter (where p.wording is not null and not p.unchanged) as voice
      from placed p
      where p.import_id = ${importId} and not p.is_new and not p.gone
        and p.vulnerability_id in (select id from movable)
      group by p.vulnerability_id
    ), hushed as materialized (
      select distinct f.vulnerability_id as id from seen
      join finding f on f.vulnerability_id = seen.id
      where f.suppressed and f.gone_at is null and not exists (
        select from finding o where o.vulnerability_id = f.vulnerability_id and o.tool = f.tool
          and o.gone_at is null and not o.suppressed
      )
    ), known as (
      select v.id, voice.ordinal, v.status as before, v.severity as severity_before,
        case
          when hushed.id is not null then
            case when v.status in ('CREATED', 'IDENTIFIED') and ${isUnmoved()}
              then 'SUPPRESSED' else v.status end
          when seen.found and v.status = 'FIX_ACCEPTED' then 'IDENTIFIED'
          when seen.found and v.status = 'SUPPRESSED' then ${firstStatus(assetId)}
          else v.status
        end as status,
        (v.title, v.description, v.solution, v.reference, v.category, v.severity)
          is distinct from (
            voice.title, voice.description, voice.solution, voice.reference, voice.category,
            voice.severity
          ) and voice.ordinal is not null and not exists (
            select 1 from history h where h.vulnerability_id = v.id and h.kind = 'edited'
              and h.actor->>'kind' in ('person', 'api_key') and not h.details ? 'import'
          ) as says_otherwise,
        coalesce(v.evidence <> voice.evidence, false) as moved
      from seen
      join vulnerability v on v.id = seen.id
      left join hushed on hushed.id = seen.id
      left join import_staging voice
        on voice.import_id = ${importId} and voice.ordinal = seen.voice
      where v.status not in ('RISK_ACCEPTED', 'FALSE_POSITIVE')
    )
    select id, ordinal, before, status, severity_before as "severityBefore",
      says_otherwise as "saysOtherwise", moved
    from known
    where says_otherwise or moved or status <> before
    order by id`.execute(tx)
  return rows
}

/**
 * What may look different after an import: of whom something else is said, and whom a scan may move.
 * Of all that it only sees again, that is next to nothing.
 */
function movable({ importId, assetId }: Into) {
  return sql`
    select p.vulnerability_id as id from placed p
    where p.import_id = ${importId} and not p.is_new and not p.gone and not p.unchanged
    union
    select v.id from vulnerability v
    where v.asset_id = ${assetId} and v.status in ('FIX_ACCEPTED', 'SUPPRESSED')
    union
    select v.id from finding f join vulnerability v on v.id = f.vulnerability_id
    where v.asset_id = ${assetId} and f.suppressed and f.gone_at is null`
}

export async function updateChanged(
  tx: Tx,
  importId: number,
  changed: readonly Changed[],
  by: { readonly actor: Actor; readonly reason: string },
): Promise<void> {
  if (changed.length === 0) return
  await sql`
    update vulnerability v set
      title = case when k.says then p.title else v.title end,
      description = case when k.says then p.description else v.description end,
      solution = case when k.says then p.solution else v.solution end,
      reference = case when k.says then p.reference else v.reference end,
      category = case when k.says then p.category else v.category end,
      severity = case when k.says then p.severity else v.severity end,
      evidence = case when k.moved then p.evidence else v.evidence end,
      status = k.status,
      status_reason = case when k.status <> v.status then ${by.reason} else v.status_reason end,
      status_actor = case when k.status <> v.status then ${JSON.stringify(by.actor)}::jsonb
        else v.status_actor end,
      status_changed_at = case when k.status <> v.status then now() else v.status_changed_at end,
      updated_at = now()
    from unnest(
      ${changed.map((row) => row.id)}::bigint[],
      ${changed.map((row) => row.ordinal)}::int[],
      ${changed.map((row) => row.status)}::text[],
      ${changed.map((row) => row.saysOtherwise)}::boolean[],
      ${changed.map((row) => row.moved)}::boolean[]
    ) as k (id, ordinal, status, says, moved)
    left join import_staging p on p.import_id = ${importId} and p.ordinal = k.ordinal
    where v.id = k.id`.execute(tx)
  const taken = changed.filter((row) => row.saysOtherwise || row.moved)
  await agree(
    tx,
    importId,
    taken.map((row) => row.id),
  )
}

/** Where a vulnerability has taken over all that its first source says, that need not be said again. */
async function agree(tx: Tx, importId: number, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update finding f set wording = v.wording
    from placed p join vulnerability v on v.id = p.vulnerability_id and ${saysTheSame()}
    where p.import_id = ${importId} and p.vulnerability_id = any(${ids}::bigint[])
      and p.wording is not null and not p.gone
      and f.vulnerability_id = v.id and f.tool = p.tool and f.fingerprint = p.fingerprint
      and f.import_id = ${importId}`.execute(tx)
}

/** Only imports have moved it: neither a person nor ServiceNow. */
function isUnmoved() {
  return sql`(v.status_changed_at = v.created_at or not exists (
    select from history h where h.vulnerability_id = v.id and h.kind = 'status'
      and not h.details ? 'import'
  ))`
}

/** What the policy makes of a new one: the asset's own, else the one for all. */
export function firstStatus(assetId: number) {
  return sql<Status>`(
    select case when create_as_identified then 'IDENTIFIED' else 'CREATED' end from policy
    where asset_id = ${assetId} or asset_id is null order by asset_id nulls last limit 1
  )`
}

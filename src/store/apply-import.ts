import { sql } from 'kysely'
import type { Actor } from '../vulnerability/actor.ts'
import { STATUS_LABELS, type Status } from '../vulnerability/status.ts'
import type { Tx } from './database.ts'

export interface Applying {
  readonly importId: number
  readonly assetId: number
  readonly fileName: string
  readonly tool: string
  readonly actor: Actor
}

export interface Applied {
  /** In ascending order, as are all. */
  readonly created: readonly number[]
  readonly reopened: readonly number[]
  /** Those whose ticket could look different now, without the created ones. */
  readonly changed: readonly number[]
  /** How many of the findings were there before. */
  readonly again: number
}

/** One import of an asset at a time from here to the end of the transaction. */
export async function lockAsset(tx: Tx, assetId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('import into asset', ${assetId}))`.execute(
    tx,
  )
}

/** Makes what an import staged visible, whole or not at all. Statements over the whole set. */
export async function applyImport(tx: Tx, applying: Applying): Promise<Applied> {
  await planForMany(tx, applying.importId)
  const again = await touchKnown(tx, applying)
  const changed = again === 0 ? [] : await findChanged(tx, applying)
  if (changed.length > 0) await updateChanged(tx, applying, changed)
  const created = await insertNew(tx, applying)
  await upsertFindings(tx, applying)
  await writeHistory(tx, applying, created, changed)
  return {
    created,
    reopened: changed
      .filter((row) => row.before === 'FIX_ACCEPTED' && row.status !== row.before)
      .map((row) => row.id),
    changed: changed.map((row) => row.id),
    again,
  }
}

/**
 * Staging has no statistics yet: taking 100,000 rows for a few, PostgreSQL would join them one by
 * one, for minutes.
 */
async function planForMany(tx: Tx, importId: number): Promise<void> {
  const { rows } = await sql<{ many: boolean }>`
    select count(*) > 1000 as many
    from (select 1 from import_staging where import_id = ${importId} limit 1001) s`.execute(tx)
  if (rows[0]?.many === true) await sql`set local enable_nestloop = off`.execute(tx)
}

interface Changed {
  readonly id: number
  readonly ordinal: number
  readonly before: Status
  readonly status: Status
  readonly saysOtherwise: boolean
  readonly moved: boolean
}

/** Every known one was seen. First, because it locks the rows that the next steps read and change. */
async function touchKnown(tx: Tx, { importId, assetId }: Applying): Promise<number> {
  const { numAffectedRows } = await sql`
    update vulnerability v set last_seen_at = now()
    from import_staging s
    where s.import_id = ${importId} and v.asset_id = ${assetId} and v.fingerprint = s.fingerprint`.execute(
    tx,
  )
  return Number(numAffectedRows ?? 0)
}

/**
 * What the scan says otherwise now. A judged one is left alone; what a person wrote stays; a
 * status changes only back from Fixed, and to and from Suppressed as the scanner says while no
 * person has moved it. Where several tools report the same, the words are those of the tool that
 * reported it first, and a suppression by one stands: they must not undo each other with each scan.
 */
async function findChanged(tx: Tx, { importId, assetId }: Applying): Promise<Changed[]> {
  const { rows } = await sql<Changed>`
    with known as (
      select v.id, s.ordinal, v.status as before,
        case
          when (s.finding->>'suppressed')::boolean then
            case when v.status in ('CREATED', 'IDENTIFIED') and v.status_changed_at = v.created_at
              then 'SUPPRESSED' else v.status end
          when v.status = 'FIX_ACCEPTED' then 'IDENTIFIED'
          when v.status = 'SUPPRESSED' and not exists (
            select 1 from finding f where f.vulnerability_id = v.id and f.tool <> s.finding->>'tool'
          ) then ${firstStatus(assetId)}
          else v.status
        end as status,
        (v.title, v.description, v.solution, v.reference, v.category, v.severity)
          is distinct from (
            s.finding->>'title', s.finding->>'description', s.finding->>'solution',
            s.finding->>'reference', s.finding->>'category', s.finding->>'severity'
          ) and v.scan_source = s.finding->>'tool' and not exists (
            select 1 from history h where h.vulnerability_id = v.id and h.kind = 'edited'
              and h.actor->>'kind' in ('person', 'api_key') and not h.details ? 'import'
          ) as says_otherwise,
        v.evidence <> s.finding->'evidence' and v.scan_source = s.finding->>'tool' as moved
      from import_staging s
      join vulnerability v on v.asset_id = ${assetId} and v.fingerprint = s.fingerprint
      where s.import_id = ${importId} and v.status not in ('RISK_ACCEPTED', 'FALSE_POSITIVE')
    )
    select id, ordinal, before, status, says_otherwise as "saysOtherwise", moved from known
    where says_otherwise or moved or status <> before
    order by id`.execute(tx)
  return rows
}

async function updateChanged(tx: Tx, by: Applying, changed: readonly Changed[]): Promise<void> {
  await sql`
    update vulnerability v set
      title = case when k.says then s.finding->>'title' else v.title end,
      description = case when k.says then s.finding->>'description' else v.description end,
      solution = case when k.says then s.finding->>'solution' else v.solution end,
      reference = case when k.says then s.finding->>'reference' else v.reference end,
      category = case when k.says then s.finding->>'category' else v.category end,
      severity = case when k.says then s.finding->>'severity' else v.severity end,
      evidence = case when k.moved then s.finding->'evidence' else v.evidence end,
      status = k.status,
      status_reason = case when k.status <> v.status then ${foundBy(by)} else v.status_reason end,
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
    join import_staging s on s.import_id = ${by.importId} and s.ordinal = k.ordinal
    where v.id = k.id`.execute(tx)
}

async function insertNew(tx: Tx, { importId, assetId, ...by }: Applying): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    insert into vulnerability (asset_id, ticket_key, title, description, solution, reference,
      category, type, severity, status, status_reason, status_actor, fingerprint, tool_id,
      scan_source, evidence)
    select ${assetId}, f.ticket_key, f.title, f.description, f.solution, f.reference, f.category,
      f.type, f.severity, case when f.suppressed then 'SUPPRESSED' else ${firstStatus(assetId)} end,
      case when f.suppressed then 'Suppressed in the report' else '' end,
      ${JSON.stringify(by.actor)}::jsonb, s.fingerprint, f.tool_id, f.tool, f.evidence
    from import_staging s
    cross join lateral jsonb_to_record(s.finding || jsonb_build_object(
      'ticket_key', s.finding->'ticketKey', 'tool_id', s.finding->'toolId'
    )) as f (ticket_key uuid, title text, description text, solution text, reference text,
      category text, type text, severity text, suppressed boolean, tool_id text, tool text,
      evidence jsonb)
    where s.import_id = ${importId} and not exists (
      select 1 from vulnerability v where v.asset_id = ${assetId} and v.fingerprint = s.fingerprint
    )
    order by s.ordinal
    returning id`.execute(tx)
  return rows.map((row) => row.id).toSorted((a, b) => a - b)
}

/** One source's word on each: what other tools say of the same vulnerability stays beside it. */
async function upsertFindings(tx: Tx, { importId, assetId }: Applying): Promise<void> {
  await sql`
    insert into finding (vulnerability_id, tool, rule, fingerprint, evidence, import_id)
    select v.id, s.finding->>'tool', s.finding->>'rule', s.fingerprint, s.finding->'evidence',
      ${importId}
    from import_staging s
    join vulnerability v on v.asset_id = ${assetId} and v.fingerprint = s.fingerprint
    where s.import_id = ${importId}
    order by v.id
    on conflict (vulnerability_id, tool, fingerprint, scope) do update set
      rule = excluded.rule, evidence = excluded.evidence, import_id = excluded.import_id,
      last_seen_at = now()`.execute(tx)
}

async function writeHistory(
  tx: Tx,
  { importId, ...by }: Applying,
  created: readonly number[],
  changed: readonly Changed[],
): Promise<void> {
  const lines = [
    ...created.map((id) => ({ id, kind: 'created', message: `Created by ${importOf(by)}` })),
    ...changed
      .filter((row) => row.saysOtherwise)
      .map(({ id }) => ({ id, kind: 'edited', message: `Updated by ${importOf(by)}` })),
    ...changed
      .filter((row) => row.status !== row.before)
      .map(({ id, before, status }) => ({
        id,
        kind: 'status',
        message: `Changed status from ${STATUS_LABELS[before]} to ${STATUS_LABELS[status]}`,
      })),
  ]
  await sql`
    insert into history (vulnerability_id, actor, kind, message, details)
    select h.id, ${JSON.stringify(by.actor)}::jsonb, h.kind, h.message,
      case when h.kind = 'status'
        then jsonb_build_object('import', ${importId}::bigint, 'reason', ${foundBy(by)}::text)
        else jsonb_build_object('import', ${importId}::bigint) end
    from unnest(
      ${lines.map((line) => line.id)}::bigint[],
      ${lines.map((line) => line.kind)}::text[],
      ${lines.map((line) => line.message)}::text[]
    ) as h (id, kind, message)`.execute(tx)
}

/** What the policy makes of a new one: the asset's own, else the one for all. */
function firstStatus(assetId: number) {
  return sql<Status>`(
    select case when create_as_identified then 'IDENTIFIED' else 'CREATED' end from policy
    where asset_id = ${assetId} or asset_id is null order by asset_id nulls last limit 1
  )`
}

type Origin = Pick<Applying, 'fileName' | 'tool'>

function importOf({ fileName, tool }: Origin): string {
  return `import of ${fileName} (${tool})`
}

function foundBy(by: Origin): string {
  return `Found by ${importOf(by)}`
}

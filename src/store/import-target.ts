import { sql } from 'kysely'
import { joinSameFlaws, type Follows, type Named } from '../vulnerability/same-flaw.ts'
import type { Tx } from './database.ts'

export interface Into {
  readonly importId: number
  readonly assetId: number
}

/**
 * Decides which vulnerability each staged finding belongs to, and numbers the new ones in the order
 * of the report. What is said to be gone finds known ones only. Gives how many are known.
 */
export async function findTargets(tx: Tx, into: Into, all: number): Promise<number> {
  const known = await leadToKnown(tx, into)
  if (known === all) return known
  const follows = joinSameFlaws(await sharedNames(tx, into))
  await makeNew(tx, into, follows)
  await follow(tx, into, follows)
  return known
}

/**
 * Which of several is the oldest. Those that came with one import were made at the same time, and
 * their numbers are in the order of its files, on which nothing may depend.
 */
const oldestFirst = sql`v.created_at, v.fingerprint, v.id`

/**
 * By fingerprint, and by each id of its advisory. A finding stays with the vulnerability that it is
 * a source of already, else it goes to the oldest: who shows two to be one must not move anything.
 */
async function leadToKnown(tx: Tx, { importId, assetId }: Into): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into import_target (import_id, ordinal, vulnerability_id, is_new, leads, wording)
    -- Without other names there is one way at most.
    select ${importId}::bigint, s.ordinal, v.id, false, false,
      case when v.scan_source = s.tool then v.wording end
    from import_staging s
    join vulnerability v on v.asset_id = ${assetId} and v.fingerprint = s.fingerprint
    where s.import_id = ${importId} and s.advisories is null
    union all
    select * from (
      select distinct on (c.ordinal) ${importId}::bigint, c.ordinal, v.id, false, false,
        case when v.scan_source = c.tool and v.fingerprint = c.fingerprint then v.wording end
      from (
        select s.ordinal, s.tool, s.fingerprint, v.id as vulnerability_id
        from import_staging s
        join vulnerability v on v.asset_id = ${assetId} and v.fingerprint = s.fingerprint
        where s.import_id = ${importId} and s.advisories is not null
        union
        select s.ordinal, s.tool, s.fingerprint, a.vulnerability_id
        from import_staging s
        cross join unnest(s.advisories) as named (id)
        join alias a on a.asset_id = ${assetId} and a.package = s.package and a.advisory = named.id
        where s.import_id = ${importId}
      ) c
      join vulnerability v on v.id = c.vulnerability_id
      left join finding f on f.vulnerability_id = v.id and f.tool = c.tool
        and f.fingerprint = c.fingerprint
      order by c.ordinal, f.id is null, ${oldestFirst}
    ) named`.execute(tx)
  return Number(numAffectedRows)
}

/** The names that more than one finding has, where one of the import's findings is unknown. */
async function sharedNames(tx: Tx, { importId }: Into): Promise<Named[]> {
  const { rows } = await sql<Named>`
    with unknown as (
      select from import_staging s where s.import_id = ${importId} and not s.gone and not exists (
        select from import_target t where t.import_id = s.import_id and t.ordinal = s.ordinal
      ) limit 1
    ), named as (
      select s.ordinal, s.fingerprint as name from import_staging s
      where s.import_id = ${importId} and not s.gone and exists (select from unknown)
      union all
      select s.ordinal, s.package || chr(31) || n.id from import_staging s
      cross join unnest(s.advisories) as n (id)
      where s.import_id = ${importId} and not s.gone and exists (select from unknown)
    ), shared as (
      select name from named group by name having count(*) > 1
    )
    select n.ordinal as finding, n.name, v.id as vulnerability,
      dense_rank() over (order by s.suppressed, s.tool, s.fingerprint)::int as rank,
      case when v.id is not null then dense_rank() over (order by ${oldestFirst})::int end as age
    from named n
    join shared using (name)
    join import_staging s on s.import_id = ${importId} and s.ordinal = n.ordinal
    left join import_target t on t.import_id = ${importId} and t.ordinal = n.ordinal
    left join vulnerability v on v.id = t.vulnerability_id`.execute(tx)
  return rows
}

async function makeNew(tx: Tx, { importId }: Into, follows: readonly Follows[]): Promise<void> {
  await sql`
    insert into import_target (import_id, ordinal, vulnerability_id, is_new, leads)
    select ${importId}, fresh.ordinal,
      -- A subquery, to look the sequence up once instead of for each.
      nextval((select pg_get_serial_sequence('vulnerability', 'id')::regclass)), true, true
    from (
      select s.ordinal from import_staging s
      where s.import_id = ${importId} and not s.gone and not exists (
        select from import_target t where t.import_id = s.import_id and t.ordinal = s.ordinal
      ) and not exists (
        select from unnest(${follows.map((row) => row.finding)}::int[]) as f (ordinal)
        where f.ordinal = s.ordinal
      )
      order by s.ordinal
    ) as fresh`.execute(tx)
}

async function follow(tx: Tx, { importId }: Into, follows: readonly Follows[]): Promise<void> {
  await sql`
    insert into import_target (import_id, ordinal, vulnerability_id, is_new, leads)
    select ${importId}, f.ordinal, coalesce(f.known, t.vulnerability_id), f.known is null, false
    from unnest(
      ${follows.map((row) => row.finding)}::int[],
      ${follows.map((row) => ('leader' in row ? row.leader : null))}::int[],
      ${follows.map((row) => ('leader' in row ? null : row.vulnerability))}::bigint[]
    ) as f (ordinal, leader, known)
    left join import_target t on t.import_id = ${importId} and t.ordinal = f.leader`.execute(tx)
}

/** From now on, each id leads to the first vulnerability that was known by it. */
export async function rememberNames(tx: Tx, { importId, assetId }: Into): Promise<void> {
  await sql`
    insert into alias (asset_id, package, advisory, vulnerability_id)
    select distinct on (p.package, n.id) ${assetId}, p.package, n.id, p.vulnerability_id
    from placed p
    join vulnerability v on v.id = p.vulnerability_id
    cross join unnest(p.advisories) as n (id)
    where p.import_id = ${importId} and not p.gone and not exists (
      select from alias a
      where a.asset_id = ${assetId} and a.package = p.package and a.advisory = n.id
    )
    order by p.package, n.id, ${oldestFirst}`.execute(tx)
}

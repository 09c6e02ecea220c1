import { sql } from 'kysely'
import type { Tx } from './database.ts'
import type { Extent } from './import-staging.ts'
import type { Into } from './import-target.ts'

/** What an import says of which part of its asset. */
export interface Scanned extends Into {
  /** Null: of no part; it only adds. Empty: of all of it. */
  readonly scope: string | null
  /** See ImportPlan. */
  readonly isMany?: boolean
}

/**
 * One source's word on each: what other tools say of the same vulnerability stays beside it. The
 * unchanged have been touched already. Gives the vulnerabilities of which a source says for the
 * first time that they are gone.
 */
export async function writeSources(
  tx: Tx,
  scanned: Scanned,
  { all, unchanged, gone }: Extent,
): Promise<number[]> {
  if (all > unchanged + gone) await writeFound(tx, scanned)
  return gone === 0 ? [] : writeGone(tx, scanned)
}

/**
 * People import by hand first and by CI later: what carries no scope and is found in one belongs to
 * that scope from then on. Else nothing would ever close it.
 */
export async function adopt(tx: Tx, { importId, scope }: Scanned): Promise<void> {
  const unscoped = sql`
    from placed p
    where p.import_id = ${importId} and not p.is_new and not p.gone and f.scope = ''
      and f.vulnerability_id = p.vulnerability_id and f.tool = p.tool
      and f.fingerprint = p.fingerprint`
  const inScope = sql`(
    select from finding own where own.vulnerability_id = f.vulnerability_id
      and own.tool = f.tool and own.fingerprint = f.fingerprint and own.scope = ${scope}
  )`
  await sql`
    delete from finding f where f.scope = '' and exists ${inScope} and exists (select ${unscoped})`.execute(
    tx,
  )
  await sql`update finding f set scope = ${scope} ${unscoped}`.execute(tx)
}

/**
 * Those that are there are updated, which costs least where nothing but the time has changed: it
 * stays on its page and touches no index. What the tool says is written where it says otherwise.
 */
async function writeFound(tx: Tx, scanned: Scanned): Promise<void> {
  await sql`
    update finding f set
      rule = p.rule, evidence = case when f.evidence = p.evidence then f.evidence else p.evidence end,
      suppressed = p.suppressed, import_id = ${scanned.importId}, last_seen_at = now(), gone_at = null,
      content = p.content, wording = p.agreed
    from (
      select p.vulnerability_id, p.tool, p.rule, p.fingerprint, ${labelOf(scanned)} as scope,
        p.evidence, p.suppressed, p.content, v.wording as agreed
      ${placedWithLabels(scanned, inAgreement)} and not p.gone and not p.is_new and not p.unchanged
    ) p
    where f.vulnerability_id = p.vulnerability_id and f.tool = p.tool
      and f.fingerprint = p.fingerprint and f.scope = p.scope`.execute(tx)
  await sql`
    insert into finding (vulnerability_id, tool, rule, fingerprint, scope, evidence, suppressed,
      import_id, content, wording)
    select p.vulnerability_id, p.tool, p.rule, p.fingerprint, ${labelOf(scanned)}, p.evidence,
      p.suppressed, ${scanned.importId}, p.content, case when p.leads then 0 else v.wording end
    ${placedWithLabels(scanned, inAgreement)} and not p.gone and not p.unchanged and (p.is_new or not exists (
      select from finding f where f.vulnerability_id = p.vulnerability_id and f.tool = p.tool
        and f.fingerprint = p.fingerprint and f.scope = ${labelOf(scanned)}
    ))
    order by p.vulnerability_id`.execute(tx)
}

/** The vulnerability, where it says what the finding says that is its first source. */
const inAgreement = sql`
  left join vulnerability v on v.id = p.vulnerability_id and p.wording is not null
    and ${saysTheSame()}`

export function saysTheSame() {
  return sql`(v.title, v.description, v.solution, v.reference, v.category, v.severity, v.evidence)
    is not distinct from
    (p.title, p.description, p.solution, p.reference, p.category, p.severity, p.evidence)`
}

async function writeGone(tx: Tx, scanned: Scanned): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    insert into finding (vulnerability_id, tool, rule, fingerprint, scope, evidence, import_id,
      gone_at)
    select p.vulnerability_id, p.tool, p.rule, p.fingerprint, ${labelOf(scanned)}, p.evidence,
      ${scanned.importId}, now()
    ${placedWithLabels(scanned)} and p.gone
    order by p.vulnerability_id
    on conflict (vulnerability_id, tool, fingerprint, scope) do update set
      import_id = excluded.import_id, gone_at = now()
      where finding.gone_at is null
    returning vulnerability_id as id`.execute(tx)
  return [...new Set(rows.map((row) => row.id))]
}

export function labelOf({ scope }: Scanned) {
  return scope === null ? sql`coalesce(k.scope, '')` : sql`${scope}::text`
}

/**
 * An import without a scope refreshes what its tool said last of the same, in whatever scope: a
 * source beside it could not be closed by the scans of that scope.
 */
export function placedWithLabels({ importId, scope, isMany = false }: Scanned, more = sql``) {
  if (scope !== null) return sql`from placed p ${more} where p.import_id = ${importId}`
  return sql`from placed p ${more} ${isMany ? allLabels(importId) : eachLabel}
    where p.import_id = ${importId}`
}

const eachLabel = sql`
  left join lateral (
    select f.scope from finding f
    where not p.is_new and f.vulnerability_id = p.vulnerability_id and f.tool = p.tool
      and f.fingerprint = p.fingerprint
    order by f.last_seen_at desc, f.id desc limit 1
  ) k on true`

function allLabels(importId: number) {
  return sql`
    left join (
      select distinct on (f.vulnerability_id, f.tool, f.fingerprint)
        f.vulnerability_id, f.tool, f.fingerprint, f.scope
      from finding f
      where f.vulnerability_id in (
        select vulnerability_id from import_target where import_id = ${importId} and not is_new
      )
      order by f.vulnerability_id, f.tool, f.fingerprint, f.last_seen_at desc, f.id desc
    ) k on k.vulnerability_id = p.vulnerability_id and k.tool = p.tool
      and k.fingerprint = p.fingerprint`
}

import { sql } from 'kysely'
import type { Executor, Tx } from './database.ts'
import type { Extent } from './import-staging.ts'
import { adopt, type Scanned } from './import-sources.ts'

/** Findings that were staged as unchanged are not: what they say must be staged after all. */
export class NotUnchanged extends Error {
  override readonly name = 'NotUnchanged'
  readonly ordinals: readonly number[]

  constructor(ordinals: readonly number[]) {
    super(`${ordinals.length} findings are not what they were when the import began`)
    this.ordinals = ordinals
  }
}

/**
 * The contents whose import would change nothing but when they were last seen: the first `length`
 * bytes of each. What changes meanwhile is found when they are touched.
 */
export async function readKnown(
  db: Executor,
  { assetId, scope }: Pick<Scanned, 'assetId' | 'scope'>,
  length: number,
): Promise<Buffer> {
  const { rows } = await sql<{ contents: Buffer }>`
    select coalesce(string_agg(substr(uuid_send(f.content), 1, ${length}::int), ''), '') as contents
    from vulnerability v join finding f on f.vulnerability_id = v.id
    where v.asset_id = ${assetId} and f.content is not null
      and (${scope}::text is null or f.scope in (${scope}::text, ''))
      and (f.wording = v.wording or v.scan_source <> f.tool or v.fingerprint <> f.fingerprint)`.execute(
    db,
  )
  return rows[0]?.contents ?? Buffer.alloc(0)
}

/**
 * Says that the unchanged were seen again. Each must still be the source that it was taken for, and
 * the vulnerability must say what its first source says: else nothing of the import holds, and
 * NotUnchanged is thrown.
 */
export async function touchUnchanged(
  tx: Tx,
  scanned: Scanned,
  { unchanged }: Extent,
): Promise<void> {
  const { importId, scope } = scanned
  if (scope !== null && scope !== '') await adopt(tx, scanned)
  if (unchanged === 0) return
  const { numAffectedRows } = await sql`
    update finding f set
      suppressed = last.said, import_id = ${importId}, last_seen_at = now(), gone_at = null
    from (
      -- Without a scope, the last of its scopes is meant.
      select distinct on (p.ordinal) f.id, p.suppressed as said,
        f.content = p.content and (p.wording is null or f.wording = p.wording) as is_unchanged
      from placed p
      join finding f on f.vulnerability_id = p.vulnerability_id and f.tool = p.tool
        and f.fingerprint = p.fingerprint and (${scope}::text is null or f.scope = ${scope}::text)
      where p.import_id = ${importId} and p.unchanged
      order by p.ordinal, f.last_seen_at desc, f.id desc
    ) last
    where f.id = last.id and last.is_unchanged`.execute(tx)
  if (Number(numAffectedRows) !== unchanged) throw new NotUnchanged(await untouched(tx, importId))
}

async function untouched(tx: Tx, importId: number): Promise<number[]> {
  const { rows } = await sql<{ ordinals: number[] }>`
    select coalesce(array_agg(s.ordinal), '{}') as ordinals
    from import_staging s
    left join import_target t on t.import_id = s.import_id and t.ordinal = s.ordinal
    where s.import_id = ${importId} and s.unchanged and not exists (
      select from finding f
      where f.vulnerability_id = t.vulnerability_id and f.tool = s.tool
        and f.fingerprint = s.fingerprint and f.import_id = ${importId} and f.last_seen_at = now()
    )`.execute(tx)
  return rows[0]?.ordinals ?? []
}

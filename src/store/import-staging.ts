import { sql } from 'kysely'
import type { Finding } from '../vulnerability/finding.ts'
import type { Executor, Tx } from './database.ts'

/** What waits in staging: the finding and all that applying it needs. */
export interface StagedFinding extends Finding {
  readonly line: number
  readonly column: number
  readonly ticketKey: string
  /** Its source says that it is there no more. */
  readonly gone: boolean
  /** Somebody who knows the product says so: it holds whatever scans still find. */
  readonly isVerdict: boolean
}

/**
 * Nobody sees staged findings. `from` is the position of the first in its import. They travel as
 * one JSON text: in an array of texts every quote in them would be escaped once more.
 */
export async function stage(
  db: Executor,
  importId: number,
  from: number,
  findings: readonly StagedFinding[],
): Promise<void> {
  if (findings.length === 0) return
  await sql`
    with read as (
      update import set read_count = ${from + findings.length} where id = ${importId}
    )
    insert into import_staging
      (import_id, ordinal, fingerprint, tool, suppressed, gone, package, advisories, finding)
    select ${importId}, ${from}::int + s.n::int - 1, s.finding->>'fingerprint', s.finding->>'tool',
      (s.finding->>'suppressed')::boolean, (s.finding->>'gone')::boolean,
      s.finding->'advisory'->>'package',
      case when s.finding ? 'advisory'
        then array(select jsonb_array_elements_text(s.finding->'advisory'->'ids')) end,
      s.finding
    from jsonb_array_elements(${JSON.stringify(findings)}::jsonb) with ordinality as s (finding, n)`.execute(
    db,
  )
}

/**
 * Tells a tool's results on one spot apart: what stands at the same line and says the same is the
 * same (gives how many such repeats there were), the others are numbered from the top of the file.
 * So is all that a tool says of one advisory in one package, whatever its words. Nothing depends on
 * the order of results or files; what is found goes before what is suppressed, and that before
 * what is said to be gone.
 */
export async function numberRepeats(
  tx: Tx,
  importId: number,
  keyOf: (fingerprint: string) => string,
): Promise<number> {
  const { rows } = await sql<Placed>`
    with shared as (
      select fingerprint, tool from import_staging where import_id = ${importId}
      group by fingerprint, tool having count(*) > 1
    ), placed as (
      select s.ordinal, s.fingerprint, s.tool, s.gone, s.suppressed, s.finding::text as whole,
        case when s.package is null then (s.finding->>'line')::int end as line,
        case when s.package is null then (s.finding->>'column')::int end as col,
        case when s.package is null then md5(s.finding->>'description') end as said
      from import_staging s join shared using (fingerprint, tool) where s.import_id = ${importId}
    )
    select ordinal, fingerprint, gone,
      row_number() over (partition by fingerprint, tool, line, col, said
        order by gone, suppressed, whole)::int as copy,
      dense_rank() over (partition by fingerprint, tool order by line, col, said)::int as spot
    from placed`.execute(tx)
  const copies = rows.filter((row) => row.copy > 1)
  await sql`
    delete from import_staging
    where import_id = ${importId} and ordinal = any(${copies.map((row) => row.ordinal)}::int[])`.execute(
    tx,
  )
  const numbered = rows
    .filter((row) => row.copy === 1 && row.spot > 1)
    .map(({ ordinal, fingerprint, spot }) => ({ ordinal, name: `${fingerprint}#${spot}` }))
  await sql`
    update import_staging s set fingerprint = r.fingerprint,
      finding = s.finding || jsonb_build_object('ticketKey', r.key)
    from unnest(
      ${numbered.map((row) => row.ordinal)}::int[],
      ${numbered.map((row) => row.name)}::text[],
      ${numbered.map((row) => keyOf(row.name))}::text[]
    ) as r (ordinal, fingerprint, key)
    where s.import_id = ${importId} and s.ordinal = r.ordinal`.execute(tx)
  return copies.filter((row) => !row.gone).length
}

interface Placed {
  readonly ordinal: number
  readonly fingerprint: string
  readonly gone: boolean
  readonly copy: number
  readonly spot: number
}

export async function dropStaging(db: Executor, importId: number): Promise<void> {
  await sql`
    with targets as (delete from import_target where import_id = ${importId})
    delete from import_staging where import_id = ${importId}`.execute(db)
}

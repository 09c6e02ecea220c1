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
 * All that a tool says of one advisory in one package is the same, whatever its words. What is said
 * to be gone counts only where nothing is found on its spot. Nothing depends on the order of results
 * or files.
 */
export async function numberRepeats(
  tx: Tx,
  importId: number,
  keyOf: (fingerprint: string) => string,
): Promise<number> {
  const { rows } = await sql<Spot>`
    with shared as (
      select fingerprint, tool from import_staging where import_id = ${importId}
      group by fingerprint, tool having count(*) > 1
    ), spots as (
      select s.ordinal, s.fingerprint, s.tool, s.gone, s.suppressed, s.finding::text as whole,
        case when s.package is null and not s.gone then (s.finding->>'line')::int end as line,
        case when s.package is null and not s.gone then (s.finding->>'column')::int end as col,
        case when s.package is null and not s.gone then md5(s.finding->>'description') end as said
      from import_staging s join shared using (fingerprint, tool) where s.import_id = ${importId}
    )
    select ordinal, fingerprint, gone,
      row_number() over (partition by fingerprint, tool, line, col, said
        order by gone, suppressed, whole) > 1
        or gone and bool_or(not gone) over (partition by fingerprint, tool) as "isRepeat",
      dense_rank() over (partition by fingerprint, tool order by line, col, said)::int as spot
    from spots`.execute(tx)
  const repeats = rows.filter((row) => row.isRepeat)
  await sql`
    delete from import_staging
    where import_id = ${importId} and ordinal = any(${repeats.map((row) => row.ordinal)}::int[])`.execute(
    tx,
  )
  const numbered = rows
    .filter((row) => !row.isRepeat && !row.gone && row.spot > 1)
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
  return repeats.filter((row) => !row.gone).length
}

interface Spot {
  readonly ordinal: number
  readonly fingerprint: string
  readonly gone: boolean
  readonly isRepeat: boolean
  readonly spot: number
}

export async function dropStaging(db: Executor, importId: number): Promise<void> {
  await sql`
    with targets as (delete from import_target where import_id = ${importId})
    delete from import_staging where import_id = ${importId}`.execute(db)
}

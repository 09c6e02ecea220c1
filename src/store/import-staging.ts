import { sql } from 'kysely'
import type { Finding } from '../vulnerability/finding.ts'
import type { Executor, Tx } from './database.ts'

/** What waits in staging: the finding and all that applying it needs. */
export interface StagedFinding extends Finding {
  readonly line: number
  readonly column: number
  readonly ticketKey: string
}

/**
 * Nobody sees staged findings. `from` is the position of the first in its report. They travel as
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
    insert into import_staging (import_id, ordinal, fingerprint, finding)
    select ${importId}, ${from}::int + s.n::int - 1, s.finding->>'fingerprint', s.finding
    from jsonb_array_elements(${JSON.stringify(findings)}::jsonb) with ordinality as s (finding, n)`.execute(
    db,
  )
}

/**
 * Tells results on one spot apart: what stands at the same line and says the same is the same
 * (gives how many such repeats there were; one that is not suppressed goes before one that is), the
 * others are numbered from the top of the file, so that the order of the results in the report
 * makes no difference.
 */
export async function numberRepeats(
  tx: Tx,
  importId: number,
  keyOf: (fingerprint: string) => string,
): Promise<number> {
  const { rows } = await sql<{ ordinal: number; fingerprint: string; copy: number; spot: number }>`
    with shared as (
      select fingerprint from import_staging where import_id = ${importId}
      group by fingerprint having count(*) > 1
    ), placed as (
      select s.ordinal, s.fingerprint, (s.finding->>'line')::int as line,
        (s.finding->>'column')::int as col, md5(s.finding->>'description') as said,
        (s.finding->>'suppressed')::boolean as suppressed
      from import_staging s join shared using (fingerprint) where s.import_id = ${importId}
    )
    select ordinal, fingerprint,
      row_number() over (partition by fingerprint, line, col, said
        order by suppressed, ordinal)::int as copy,
      dense_rank() over (partition by fingerprint order by line, col, said)::int as spot
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
  return copies.length
}

export async function dropStaging(db: Executor, importId: number): Promise<void> {
  await sql`delete from import_staging where import_id = ${importId}`.execute(db)
}

import { sql } from 'kysely'
import { must } from '../lib/must.ts'
import type { Finding } from '../vulnerability/finding.ts'
import type { Executor, Tx } from './database.ts'
import { SentOnce } from './sent-once.ts'

/** What waits in staging: the finding and all that applying it needs. */
export interface StagedFinding extends Finding {
  /** Its position in the import. */
  readonly ordinal: number
  readonly line: number
  readonly column: number
  readonly ticketKey: string
  /** Stands for all that is said of it; null where that is of no use later. */
  readonly content: string | null
  /** Its source says that it is there no more. */
  readonly gone: boolean
  /** Somebody who knows the product says so: it holds whatever scans still find. */
  readonly isVerdict: boolean
}

/** One of which the tool has said the same before: only what tells it from others is staged. */
export interface UnchangedFinding
  extends
    Pick<StagedFinding, 'ordinal' | 'tool' | 'fingerprint' | 'suppressed' | 'line' | 'column'>,
    Pick<Finding, 'advisory'> {
  readonly content: string
  /** MD5 of the description, as PostgreSQL writes it. */
  readonly descriptionHash: string
  readonly gone: false
  readonly unchanged: true
}

/**
 * Nobody sees staged findings. They travel as one JSON text: in an array of texts every quote in
 * them would be escaped once more. As long as nothing else is written with them, no commit waits
 * for the disk: what is staged is lost with its import anyway.
 */
export async function stage(
  db: Executor,
  importId: number,
  findings: readonly (StagedFinding | UnchangedFinding)[],
): Promise<void> {
  if (findings.length === 0) return
  const text = new SentOnce(JSON.stringify(findings))
  await sql`
    insert into import_staging (import_id, ordinal, fingerprint, tool, suppressed, gone, package,
      advisories, line, col, content, unchanged, description_hash, rule, title, description,
      solution, reference, category, type, severity, tool_id, ticket_key, is_verdict, evidence)
    select ${importId}, ordinal, fingerprint, tool, suppressed, gone, advisory->>'package',
      case when advisory is not null then array(select json_array_elements_text(advisory->'ids')) end,
      line, "column", content, coalesce(unchanged, false), "descriptionHash", rule, title, description,
      solution, reference, category, type, severity, "toolId", nullif("ticketKey", '')::uuid,
      "isVerdict", evidence
    from json_to_recordset(${text}::json) as s (ordinal int, fingerprint text,
      tool text, suppressed boolean, gone boolean, advisory json, line int, "column" int,
      content uuid, unchanged boolean, "descriptionHash" text, rule text, title text,
      description text, solution text, reference text, category text, type text, severity text,
      "toolId" text, "ticketKey" text, "isVerdict" boolean, evidence jsonb)`.execute(db)
}

/** Takes back those that were staged as unchanged and are not; all of them without `ordinals`. */
export async function unstageUnchanged(
  db: Executor,
  importId: number,
  ordinals: readonly number[] | null,
): Promise<Set<number>> {
  const { rows } = await sql<{ ordinals: number[] }>`
    with gone as (
      delete from import_staging
      where import_id = ${importId} and unchanged
        and (${ordinals}::int[] is null or ordinal = any(${ordinals}::int[]))
      returning ordinal
    ) select coalesce(array_agg(ordinal), '{}') as ordinals from gone`.execute(db)
  return new Set(rows[0]?.ordinals)
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
      select s.ordinal, s.fingerprint, s.tool, s.gone, s.suppressed, s.content,
        row(s.rule, s.title, s.description, s.solution, s.reference, s.category, s.type, s.severity,
          s.tool_id, s.evidence)::text as whole,
        case when s.package is null and not s.gone then s.line end as line,
        case when s.package is null and not s.gone then s.col end as col,
        case when s.package is null and not s.gone
          then coalesce(s.description_hash, md5(s.description)) end as said
      from import_staging s join shared using (fingerprint, tool) where s.import_id = ${importId}
    )
    select ordinal, fingerprint, gone,
      row_number() over (partition by fingerprint, tool, line, col, said
        order by gone, suppressed, content, whole) > 1
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
    update import_staging s set fingerprint = r.fingerprint, ticket_key = r.key
    from unnest(
      ${numbered.map((row) => row.ordinal)}::int[],
      ${numbered.map((row) => row.name)}::text[],
      ${numbered.map((row) => keyOf(row.name))}::uuid[]
    ) as r (ordinal, fingerprint, key)
    where s.import_id = ${importId} and s.ordinal = r.ordinal`.execute(tx)
  return repeats.filter((row) => !row.gone).length
}

/** How many wait in staging, and of which kinds: what there is none of need not be looked for. */
export interface Extent {
  readonly all: number
  readonly unchanged: number
  readonly gone: number
  /** With names by which other tools may mean the same. */
  readonly named: number
}

export async function readExtent(tx: Tx, importId: number): Promise<Extent> {
  const { rows } = await sql<Extent>`
    select count(*) as all, count(*) filter (where unchanged) as unchanged,
      count(*) filter (where gone) as gone, count(advisories) as named
    from import_staging where import_id = ${importId}`.execute(tx)
  return must(rows[0], 'a count')
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

import { sql } from 'kysely'
import type { Actor } from '../vulnerability/actor.ts'
import type { SeverityCounts } from '../vulnerability/severity.ts'
import type { Executor, Tx } from './database.ts'
import type { TicketQuestion } from './schema.ts'

export interface NewImport {
  readonly assetId: number
  readonly fileName: string
  readonly sizeBytes: number
  readonly actor: Actor
  /** Null: it only adds. */
  readonly scope: string | null
  /** It is rolled back in the end. */
  readonly dryRun: boolean
}

export interface ImportCounts {
  readonly new: number
  readonly again: number
  readonly reopened: number
  readonly fixed: number
}

export interface Skipped {
  readonly reason: string
  readonly count: number
}

export interface ImportFile {
  readonly name: string
  readonly format: string
  readonly tool: string
}

/** What came of an import. */
export interface ImportResult {
  readonly counts: ImportCounts
  readonly skipped: readonly Skipped[]
  readonly closedNothingBecause: string | null
  readonly opensTickets: SeverityCounts
  readonly question: TicketQuestion | null
}

/** Null where the asset is gone or archived: nothing is imported into it. */
export async function startImport(db: Executor, start: NewImport): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    insert into import (asset_id, file_name, size_bytes, actor, scope, dry_run)
    select id, ${start.fileName}, ${start.sizeBytes}, ${JSON.stringify(start.actor)}::jsonb,
      ${start.scope}, ${start.dryRun}
    from asset where id = ${start.assetId} and archived_at is null
    returning id`.execute(db)
  return rows[0]?.id ?? null
}

/** Its process lives, and will come to it. */
export async function stillWaits(db: Executor, id: number): Promise<void> {
  await sql`update import set waiting_at = now() where id = ${id}`.execute(db)
}

export async function startReading(db: Executor, id: number): Promise<void> {
  await sql`update import set waiting_at = null where id = ${id}`.execute(db)
}

export async function nameTools(
  db: Executor,
  id: number,
  named: { readonly tool: string; readonly format: string; readonly files: readonly ImportFile[] },
): Promise<void> {
  await sql`
    update import set tool = ${named.tool}, format = ${named.format},
      files = ${JSON.stringify(named.files)}::jsonb
    where id = ${id}`.execute(db)
}

/** How far it is, for people. */
export async function tellRead(db: Executor, id: number, read: number): Promise<void> {
  await sql`update import set read_count = ${read} where id = ${id}`.execute(db)
}

export async function startApplying(db: Executor, id: number, read: number): Promise<void> {
  await sql`update import set state = 'applying', read_count = ${read} where id = ${id}`.execute(db)
}

/** In the transaction that applies it: an import counts as applied if and only if it was. */
export async function finishImport(tx: Tx, id: number, result: ImportResult): Promise<void> {
  await end(tx, id, 'applied', result)
}

/** After the transaction that did it all was rolled back. */
export async function finishRehearsal(
  db: Executor,
  id: number,
  result: ImportResult,
): Promise<void> {
  await end(db, id, 'rehearsed', result)
}

async function end(
  db: Executor,
  id: number,
  state: 'applied' | 'rehearsed',
  { counts, skipped, closedNothingBecause, opensTickets, question }: ImportResult,
): Promise<void> {
  const skippedCount = skipped.reduce((sum, { count }) => sum + count, 0)
  await sql`
    update import set state = ${state}, finished_at = now(),
      new_count = ${counts.new}, again_count = ${counts.again},
      reopened_count = ${counts.reopened}, fixed_count = ${counts.fixed},
      skipped_count = ${skippedCount}, skipped = ${JSON.stringify(skipped)}::jsonb,
      closed_nothing_because = ${closedNothingBecause},
      opens_tickets = ${JSON.stringify(opensTickets)}::jsonb,
      question = ${question === null ? null : JSON.stringify(question)}::jsonb
    where id = ${id}`.execute(db)
}

/** The import whose question is to be answered, held until the transaction's end. */
export async function lockImport(tx: Tx, id: number) {
  const row = await tx
    .selectFrom('import')
    .select(['state', 'question', 'file_name', 'asset_id'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

export async function answerQuestion(tx: Tx, id: number, question: TicketQuestion): Promise<void> {
  await sql`
    update import set question = ${JSON.stringify(question)}::jsonb where id = ${id}`.execute(tx)
}

export async function failImport(db: Executor, id: number, error: string): Promise<void> {
  await sql`
    update import set state = 'failed', error = ${error}, finished_at = now(), waiting_at = null
    where id = ${id} and state in ('reading', 'applying')`.execute(db)
}

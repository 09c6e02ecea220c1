import { sql } from 'kysely'
import type { Actor } from '../vulnerability/actor.ts'
import type { Executor, Tx } from './database.ts'

export interface NewImport {
  readonly assetId: number
  readonly fileName: string
  readonly sizeBytes: number
  readonly actor: Actor
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

/** Null where the asset is gone or archived: nothing is imported into it. */
export async function startImport(db: Executor, start: NewImport): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    insert into import (asset_id, file_name, size_bytes, actor)
    select id, ${start.fileName}, ${start.sizeBytes}, ${JSON.stringify(start.actor)}::jsonb
    from asset where id = ${start.assetId} and archived_at is null
    returning id`.execute(db)
  return rows[0]?.id ?? null
}

export async function nameTool(
  db: Executor,
  id: number,
  report: { readonly tool: string; readonly format: string },
): Promise<void> {
  await sql`
    update import set tool = ${report.tool}, format = ${report.format} where id = ${id}`.execute(db)
}

export async function startApplying(db: Executor, id: number, read: number): Promise<void> {
  await sql`update import set state = 'applying', read_count = ${read} where id = ${id}`.execute(db)
}

/** In the transaction that applies it: an import counts as applied if and only if it was. */
export async function finishImport(
  tx: Tx,
  id: number,
  counts: ImportCounts,
  skipped: readonly Skipped[],
): Promise<void> {
  const skippedCount = skipped.reduce((sum, { count }) => sum + count, 0)
  await sql`
    update import set state = 'applied', finished_at = now(),
      new_count = ${counts.new}, again_count = ${counts.again},
      reopened_count = ${counts.reopened}, fixed_count = ${counts.fixed},
      skipped_count = ${skippedCount}, skipped = ${JSON.stringify(skipped)}::jsonb
    where id = ${id}`.execute(tx)
}

export async function failImport(db: Executor, id: number, error: string): Promise<void> {
  await sql`
    update import set state = 'failed', error = ${error}, finished_at = now()
    where id = ${id} and state in ('reading', 'applying')`.execute(db)
}

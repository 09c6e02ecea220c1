import type { Executor } from '../store/database.ts'
import { stage, unstageUnchanged } from '../store/import-staging.ts'
import { tellRead } from '../store/import.ts'
import type { Heard } from './closers.ts'
import { withLine } from './formats.ts'
import type { IsKnown } from './known-contents.ts'
import { naming, type OpenFile } from './open-files.ts'
import { ReportError, type Item } from './report.ts'
import { rowsOf, type RowsOf, type StagedRow } from './staged-row.ts'

interface Staging {
  readonly importId: number
  readonly keyOf: (fingerprint: string) => string
  readonly isKnown: IsKnown
  /** How many results have been read so far. */
  readonly tell: (read: number) => void
}

export interface Staged extends Heard {
  /** What was passed over, counted by reason. */
  readonly skipped: Map<string, number>
}

interface Tally {
  readonly skipped: Map<string, number>
  readonly found: Map<string, number>
  gaps: number
}

/** Reads every result of every file into staging; what says the same as before in a few words. */
export async function stageReports(
  db: Executor,
  files: readonly OpenFile[],
  staging: Staging,
): Promise<Staged> {
  const found = new Map(
    files.flatMap(({ report: { tools, tool } }) => (tools ?? [tool]).map((name) => [name, 0])),
  )
  const staged: Tally = { skipped: new Map<string, number>(), found, gaps: 0 }
  const failures = files.flatMap(({ report }) => report.failure ?? [])
  const toRows = rowsOf(staging)
  await readAll(db, files, staging, (items, from) => {
    for (const item of items) count(staged, item)
    return toRows(items, from)
  })
  return { ...staged, failure: failures.length === 0 ? null : failures.join('; ') }
}

/**
 * Reads the files once more and stages whole what was staged as unchanged and is not: the findings
 * at `ordinals`, or all that were.
 */
export async function stageWhole(
  db: Executor,
  files: readonly OpenFile[],
  staging: Omit<Staging, 'isKnown'>,
  ordinals: readonly number[] | null,
): Promise<void> {
  const wanted = await unstageUnchanged(db, staging.importId, ordinals)
  const toRows = rowsOf({ ...staging, isKnown: () => false })
  await readAll(db, files, staging, (items, from) =>
    toRows(items, from).filter(({ ordinal }) => wanted.has(ordinal)),
  )
}

async function readAll(
  db: Executor,
  files: readonly OpenFile[],
  staging: Omit<Staging, 'isKnown'>,
  take: RowsOf,
): Promise<void> {
  let from = 0
  for (const file of files) {
    from = await naming(file.name, files.length, () => readOne(db, file, staging, take, from))
  }
}

async function readOne(
  db: Executor,
  { report, source }: OpenFile,
  { importId, tell }: Omit<Staging, 'isKnown'>,
  take: RowsOf,
  from: number,
): Promise<number> {
  let read = from
  // The next ones are read while PostgreSQL takes these.
  let writing = Promise.resolve()
  try {
    for await (const items of report.items()) {
      const rows = take(items, read)
      read += items.length
      await writing
      writing = write(db, importId, rows, { before: read - items.length, read })
      // It is awaited above or below; until then a failure must not count as unhandled.
      writing.catch(() => undefined)
      tell(read)
    }
  } catch (error) {
    throw error instanceof ReportError ? await withLine(error, source) : error
  } finally {
    await writing
  }
  return read
}

/** To say how far it is waits for the disk, so it is not said with each batch. */
const TOLD_EACH = 5_000

async function write(
  db: Executor,
  importId: number,
  rows: readonly StagedRow[],
  { before, read }: { readonly before: number; readonly read: number },
): Promise<void> {
  await stage(db, importId, rows)
  const isTold = Math.floor(before / TOLD_EACH) < Math.floor(read / TOLD_EACH)
  if (isTold) await tellRead(db, importId, read)
}

function count(staged: Tally, item: Item): void {
  if (item.kind === 'found') {
    const { tool } = item.finding
    staged.found.set(tool, (staged.found.get(tool) ?? 0) + 1)
    return
  }
  staged.skipped.set(item.reason, (staged.skipped.get(item.reason) ?? 0) + 1)
  if (item.gap === true) staged.gaps++
}

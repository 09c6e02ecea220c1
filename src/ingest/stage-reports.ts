import type { Executor } from '../store/database.ts'
import { stage, type StagedFinding } from '../store/import-staging.ts'
import type { Heard } from './closers.ts'
import { withLine } from './formats.ts'
import { naming, type OpenFile } from './open-files.ts'
import { ReportError, type Item } from './report.ts'

interface Staging {
  readonly importId: number
  readonly keyOf: (fingerprint: string) => string
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

/** Reads every result of every file into staging. */
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
  let from = 0
  for (const file of files) {
    from = await naming(file.name, files.length, () => stageOne(db, file, staging, staged, from))
  }
  return { ...staged, failure: failures.length === 0 ? null : failures.join('; ') }
}

async function stageOne(
  db: Executor,
  { report, source }: OpenFile,
  { importId, keyOf, tell }: Staging,
  staged: Tally,
  from: number,
): Promise<number> {
  let read = from
  // The next ones are read while PostgreSQL takes these.
  let writing = Promise.resolve()
  try {
    for await (const items of report.items()) {
      for (const item of items) count(staged, item)
      const rows = items.flatMap((item) => rowOf(item, keyOf))
      await writing
      writing = stage(db, importId, read, rows)
      // It is awaited above or below; until then a failure must not count as unhandled.
      writing.catch(() => undefined)
      read += items.length
      tell(read)
    }
  } catch (error) {
    throw error instanceof ReportError ? await withLine(error, source) : error
  } finally {
    await writing
  }
  return read
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

function rowOf(item: Item, keyOf: (fingerprint: string) => string): StagedFinding[] {
  if (item.kind === 'found') {
    const { finding, line, column } = item
    const ticketKey = keyOf(finding.fingerprint)
    return [{ ...finding, line, column, ticketKey, gone: false, isVerdict: false }]
  }
  if (item.gone === undefined) return []
  const isVerdict = item.byScan !== true
  return [{ ...item.gone, line: 0, column: 0, ticketKey: '', gone: true, isVerdict }]
}

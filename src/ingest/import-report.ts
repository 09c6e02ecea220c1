import { v5 } from 'uuid'
import type { Actor } from '../vulnerability/actor.ts'
import { applyImport, lockAsset } from '../store/apply-import.ts'
import { transaction, type Database, type Executor } from '../store/database.ts'
import { hideAlive, onOneConnection, showAlive } from '../store/import-alive.ts'
import { dropStaging, numberRepeats, stage } from '../store/import-staging.ts'
import * as imports from '../store/import.ts'
import { requestLooks } from '../work/marks.ts'
import { openReport, withLine } from './formats.ts'
import { ReportError, type FoundItem, type Item, type Report, type Source } from './report.ts'
import { openSpool } from './spool.ts'

export interface ImportDeps {
  readonly database: Database
  /** Part of every ticket key: two installations never claim each other's tickets. */
  readonly installationId: string
}

export interface ImportRequest {
  /** The upload, on disk; read more than once and left there. */
  readonly spoolFile: string
  readonly assetId: number
  /** As the sender calls it. */
  readonly fileName: string
  readonly actor: Actor
  readonly onProgress?: (progress: ImportProgress) => void
}

export interface ImportProgress {
  readonly importId: number
  readonly state: 'reading' | 'applying'
  readonly read: number
  readonly expected: number
}

export interface ImportSummary extends imports.ImportCounts {
  readonly importId: number
  readonly tool: string
  readonly format: string
  readonly skipped: readonly imports.Skipped[]
}

/** Above this, nobody waits for each ticket: changes made by people go first. */
const BACKFILL_FROM = 50
const REPEATED = 'repeats another result of this report'

/**
 * Takes a report into an asset: whole, or not at all. A file that can't be read throws a
 * ReportError that says where it is wrong, and leaves one failed import in the list unless its
 * first bytes already show that it is no report.
 */
export async function importReport(
  deps: ImportDeps,
  request: ImportRequest,
): Promise<ImportSummary> {
  const source = await openSpool(request.spoolFile)
  return onOneConnection(deps.database, async (db) => {
    const { assetId, actor } = request
    const fileName = storedName(request.fileName)
    const start = { assetId, actor, fileName, sizeBytes: source.size }
    const importId = await imports.startImport(db, start)
    if (importId === null) {
      throw new ReportError(`there is no asset ${assetId}`, 'It may have been archived meanwhile.')
    }
    await showAlive(db, importId)
    try {
      return await readAndApply(db, deps, { ...request, fileName }, importId, source)
    } catch (error) {
      await tidily(() => imports.failImport(db, importId, messageOf(error)))
      throw error
    } finally {
      await tidily(() => dropStaging(db, importId))
      await tidily(() => hideAlive(db, importId))
    }
  })
}

/** What can't be tidied up now, dropStaleStaging does later: the first error is the one to tell. */
async function tidily(step: () => Promise<void>): Promise<void> {
  await step().catch(() => undefined)
}

async function readAndApply(
  db: Executor,
  { installationId }: ImportDeps,
  request: ImportRequest,
  importId: number,
  source: Source,
): Promise<ImportSummary> {
  const { assetId, actor, fileName, onProgress } = request
  const report = await openReport(source)
  const { tool, format, expected } = report
  await imports.nameTool(db, importId, report)
  const keyOf = (fingerprint: string) => v5(`${assetId}:${fingerprint}`, installationId)
  const tell = (state: ImportProgress['state'], read: number) =>
    onProgress?.({ importId, state, read, expected })
  const skipped = await stageAll(db, { importId, report, source, keyOf, tell })
  tell('applying', expected)
  await imports.startApplying(db, importId, expected)
  return transaction(db, async (tx) => {
    await lockAsset(tx, assetId)
    const repeats = await numberRepeats(tx, importId, keyOf)
    const applied = await applyImport(tx, { importId, assetId, fileName, tool, actor })
    const looks = [...applied.created, ...applied.changed].toSorted((a, b) => a - b)
    await requestLooks(tx, looks, applied.created.length > BACKFILL_FROM ? 'backfill' : 'now')
    const counts = {
      new: applied.created.length,
      again: applied.again,
      reopened: applied.reopened.length,
      fixed: 0,
    }
    if (repeats > 0) skipped.set(REPEATED, repeats)
    const list = [...skipped].map(([reason, count]) => ({ reason, count }))
    await imports.finishImport(tx, importId, counts, list)
    return { importId, tool, format, ...counts, skipped: list }
  })
}

interface Staging {
  readonly importId: number
  readonly report: Report
  readonly source: Source
  readonly keyOf: (fingerprint: string) => string
  readonly tell: (state: ImportProgress['state'], read: number) => void
}

/** Reads every result into staging; gives what was passed over, counted by reason. */
async function stageAll(
  db: Executor,
  { importId, report, source, keyOf, tell }: Staging,
): Promise<Map<string, number>> {
  const skipped = new Map<string, number>()
  let read = 0
  // The next ones are read while PostgreSQL takes these.
  let staging = Promise.resolve()
  try {
    for await (const items of report.items()) {
      for (const item of items) {
        if (item.kind === 'skipped') skipped.set(item.reason, (skipped.get(item.reason) ?? 0) + 1)
      }
      const rows = items.filter(isFound).map(({ finding, line, column }) => {
        return { ...finding, line, column, ticketKey: keyOf(finding.fingerprint) }
      })
      await staging
      staging = stage(db, importId, read, rows)
      // It is awaited above or below; until then a failure must not count as unhandled.
      staging.catch(() => undefined)
      read += items.length
      tell('reading', read)
    }
  } catch (error) {
    throw error instanceof ReportError ? await withLine(error, source) : error
  } finally {
    await staging
  }
  return skipped
}

function isFound(item: Item): item is FoundItem {
  return item.kind === 'found'
}

/** Of a path only the last part, without what would break a line of history. */
function storedName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  return (
    last
      .toWellFormed()
      .replace(/\p{Cc}+/gu, ' ')
      .trim()
      .slice(0, 200) || 'report'
  )
}

function messageOf(error: unknown): string {
  if (error instanceof ReportError) return error.message
  return 'Something went wrong here, not in the report; the log says what. Nothing was changed.'
}

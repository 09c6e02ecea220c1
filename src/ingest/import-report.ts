import { parse, v5 } from 'uuid'
import type { Actor } from '../vulnerability/actor.ts'
import { rehearse, transaction, type Database, type Executor, type Tx } from '../store/database.ts'
import { hideAlive, waitForEarlier } from '../store/import-alive.ts'
import { dropStaging } from '../store/import-staging.ts'
import { NotUnchanged, readKnown } from '../store/import-unchanged.ts'
import * as imports from '../store/import.ts'
import { applyScan } from './apply-scan.ts'
import type { TicketChoice } from './flood.ts'
import { inTurn } from './in-turn.ts'
import { KNOWN_BYTES, knownContents } from './known-contents.ts'
import {
  namesOf,
  openReports,
  openSources,
  toolsAndFormats,
  type FileSource,
  type ReportFile,
} from './open-files.ts'
import { ReportError } from './report.ts'
import { stageReports, stageWhole } from './stage-reports.ts'
import { Stopped, type Turns } from './turns.ts'

export interface ImportDeps {
  readonly database: Database
  /** Part of every ticket key: two installations never claim each other's tickets. */
  readonly installationId: string
  /** How many are read at once; absent: all that come. */
  readonly turns?: Turns
}

export interface ImportRequest {
  /** The files of one scan, on disk; read more than once and left there. */
  readonly files: readonly ReportFile[]
  readonly assetId: number
  readonly actor: Actor
  /** Given: this is all that its tools find in this part of the asset. Empty: in all of it. */
  readonly scope?: string | undefined
  /** What may not be whole closes too. */
  readonly allowEmpty?: boolean
  /** Does it all and takes it back. */
  readonly dryRun?: boolean
  /** The answer to the question before a flood of tickets. */
  readonly tickets?: TicketChoice | undefined
  readonly onProgress?: (progress: ImportProgress) => void
}

export interface ImportProgress {
  readonly importId: number
  readonly state: 'waiting' | 'reading' | 'applying'
  readonly read: number
  readonly expected: number
}

export interface ImportSummary extends imports.ImportCounts, Omit<imports.ImportResult, 'counts'> {
  readonly importId: number
  readonly tool: string
  readonly format: string
}

/**
 * Takes the reports of one scan into an asset: whole, or not at all. A file that can't be read
 * throws a ReportError that says where it is wrong, and leaves one failed import in the list unless
 * its first bytes already show that it is no report.
 */
export async function importReport(
  deps: ImportDeps,
  request: ImportRequest,
): Promise<ImportSummary> {
  const sources = await openSources(request.files)
  const { assetId, actor, scope = null, dryRun = false } = request
  const fileName = namesOf(sources)
  const sizeBytes = sources.reduce((sum, { source }) => sum + source.size, 0)
  const { database } = deps
  const start = { assetId, actor, scope, dryRun, fileName, sizeBytes }
  const importId = await imports.startImport(database.kysely, start)
  if (importId === null) {
    throw new ReportError(`there is no asset ${assetId}`, 'It may have been archived meanwhile.')
  }
  const onWaiting = () => request.onProgress?.({ importId, state: 'waiting', read: 0, expected: 0 })
  return inTurn(database, deps.turns, { importId, onWaiting }, async (db) => {
    try {
      return await readAndApply(db, deps, request, { importId, fileName, sources })
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

interface Begun {
  readonly importId: number
  readonly fileName: string
  readonly sources: readonly FileSource[]
}

async function readAndApply(
  db: Executor,
  { installationId, turns }: ImportDeps,
  request: ImportRequest,
  { importId, fileName, sources }: Begun,
): Promise<ImportSummary> {
  const { assetId, onProgress, dryRun = false } = request
  const { actor, scope, allowEmpty = false, tickets } = request
  // PostgreSQL looks while the files are walked for the first time.
  const known = readKnown(db, { assetId, scope: scope ?? null }, KNOWN_BYTES)
  known.catch(() => undefined)
  const files = await openReports(sources)
  const named = toolsAndFormats(files)
  await imports.nameTools(db, importId, named)
  const expected = files.reduce((sum, { report }) => sum + report.expected, 0)
  // As bytes: turning texts into them is most of what the library takes.
  const home = parse(installationId)
  const keyOf = (fingerprint: string) => v5(Buffer.from(`${assetId}:${fingerprint}`), home)
  const tell = (state: ImportProgress['state'], read: number) =>
    onProgress?.({ importId, state, read, expected })
  const isKnown = knownContents(await known)
  const staging = {
    importId,
    keyOf,
    tell(read: number) {
      turns?.goOn()
      tell('reading', read)
    },
  }
  const staged = await stageReports(db, files, { ...staging, isKnown })
  if (!dryRun) await waitForEarlier(db, { importId, assetId })
  turns?.goOn()
  tell('applying', expected)
  await imports.startApplying(db, importId, expected)
  const said = { assetId, actor, scope, allowEmpty, tickets, fileName, tool: named.tool }
  const work = (tx: Tx) => applyScan(tx, importId, said, staged, keyOf)
  const apply = () =>
    dryRun
      ? rehearse(db, work)
      : transaction(db, async (tx) => {
          const done = await work(tx)
          await imports.finishImport(tx, importId, done)
          return done
        })
  const result = await unlessChanged(apply, (ordinals) => stageWhole(db, files, staging, ordinals))
  if (dryRun) await imports.finishRehearsal(db, importId, result)
  const { counts, ...rest } = result
  return { importId, tool: named.tool, format: named.format, ...counts, ...rest }
}

/**
 * What was unchanged when reading began may have changed since, or have got another number on its
 * spot: then that is read again, outside the transaction, which nothing came of. Whoever meets that
 * twice reads all again, so that there is no third time.
 */
async function unlessChanged<T>(
  apply: () => Promise<T>,
  readAgain: (ordinals: readonly number[] | null) => Promise<void>,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await apply()
    } catch (error) {
      if (!(error instanceof NotUnchanged)) throw error
      await readAgain(tried === 1 ? error.ordinals : null)
    }
  }
}

function messageOf(error: unknown): string {
  if (error instanceof ReportError || error instanceof Stopped) return error.message
  return 'Something went wrong here, not in the report; the log says what. Nothing was changed.'
}

import type { Database, Executor } from '../store/database.ts'
import { onOneConnection, showAlive } from '../store/import-alive.ts'
import * as imports from '../store/import.ts'
import type { Leave, Turns } from './turns.ts'

/** Well within the time after which an import that waits counts as forgotten. */
const STILL_WAITS_MS = 5_000

/**
 * Does `work` on a connection of its own, which each import holds while it is read. Where others
 * have all the places it waits, and shows that it lives. Without `turns` there is no limit.
 */
export async function inTurn<T>(
  database: Database,
  turns: Turns | undefined,
  { importId, onWaiting }: { readonly importId: number; readonly onWaiting: () => void },
  work: (db: Executor) => Promise<T>,
): Promise<T> {
  const free = turns === undefined ? () => undefined : turns.takeNow()
  const leave = free ?? (await itsTurn(database, turns, importId, onWaiting))
  try {
    return await onOneConnection(database, async (db) => {
      await showAlive(db, importId)
      await imports.startReading(db, importId)
      return work(db)
    })
  } finally {
    leave()
  }
}

async function itsTurn(
  { kysely }: Database,
  turns: Turns | undefined,
  importId: number,
  onWaiting: () => void,
): Promise<Leave> {
  const turn = turns?.wait()
  // It is awaited below; until then a failure must not count as unhandled.
  turn?.catch(() => undefined)
  await imports.stillWaits(kysely, importId)
  onWaiting()
  const alive = setInterval(() => {
    // The database may be away for a moment; the next time tells.
    imports.stillWaits(kysely, importId).catch(() => undefined)
  }, STILL_WAITS_MS)
  try {
    return (await turn) ?? (() => undefined)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    await imports.failImport(kysely, importId, reason)
    throw error
  } finally {
    clearInterval(alive)
  }
}

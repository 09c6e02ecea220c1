import { together } from '../lib/together.ts'
import { openAttempts, type NewAttempt } from '../store/attempt.ts'
import { recordBirths, type Birth } from '../store/birth.ts'
import { isOfOneRow, transaction, type Database } from '../store/database.ts'
import { readSituations, type SituationRow } from '../store/situation.ts'
import { takeNotes, type Taking } from './take-note.ts'

/**
 * What each look reads and writes, for many looks at once: those of one process that want the same
 * at the same time share a statement and its commit.
 */
export interface Ledger {
  readonly database: Database
  /** Undefined where there is no such vulnerability. */
  read(vulnerabilityId: number): Promise<SituationRow | undefined>
  /** An attempt is written before its POST is sent. */
  announce(attempt: NewAttempt): Promise<{ readonly id: number }>
  /** The number of the new ticket's row. */
  born(birth: Birth): Promise<number>
  /** False where the plan was overtaken: then nothing of it was written down. */
  note(taking: Taking): Promise<boolean>
}

export function ledger(database: Database): Ledger {
  const { keyed } = database
  const sharing = { most: 128, atATime: 2, isOfOne: isOfOneRow }
  return {
    database,
    read: together(async (ids: readonly number[]) => {
      const rows = await readSituations(database, ids)
      const found = new Map(rows.map((row) => [row.id, row]))
      return ids.map((id) => found.get(id))
    }, sharing),
    announce: together((attempts: readonly NewAttempt[]) => openAttempts(keyed, attempts), {
      ...sharing,
      // They are written while the requests before theirs are under way.
      everyMs: 4,
    }),
    born: together((births: readonly Birth[]) => recordBirths(keyed, births), {
      ...sharing,
      // Nobody waits for it, and eight at once cost half of eight alone.
      everyMs: 25,
    }),
    note: together(
      (takings: readonly Taking[]) => transaction(keyed, (tx) => takeNotes(tx, takings)),
      sharing,
    ),
  }
}

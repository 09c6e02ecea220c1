import { DEFAULT_TIMEOUT_MS } from '../servicenow/http.ts'
import type { Database } from '../store/database.ts'
import { readSituation } from '../store/situation.ts'
import type { Call, Note, Wait } from './action.ts'
import type { Learned } from './carry-out.ts'
import { carryOut } from './carry-out.ts'
import { situationOf } from './observe.ts'
import { plan } from './plan.ts'
import type { Reach } from './reach.ts'
import type { Situation } from './situation.ts'
import { Overtaken, takeNote } from './take-note.ts'
import type { Way } from './way.ts'

export interface ReconcileOptions {
  readonly database: Database
  readonly reach: Reach
  readonly publicUrl: string
  readonly unknownOutcomeSeconds: number
  /** How long a request may take; the usual time unless given. */
  readonly timeoutMs?: number
}

/**
 * In how many milliseconds to look again. `null`: both sides agree, or nothing can be done until
 * somebody changes something.
 */
export type NextLook = number | null

/** A plan that never comes to rest would be our mistake; it must not become the instance's. */
const MOST_ROUNDS = 12
const LOGIN_AGAIN_MS = 3_600_000

/**
 * Looks at one vulnerability: reads both sides, lets `plan` decide, carries that out, and decides
 * again until nothing is left to do. Returns when to look again.
 */
export async function reconcile(
  options: ReconcileOptions,
  vulnerabilityId: number,
  priority: 'sync' | 'backfill',
): Promise<NextLook> {
  let learned: Learned = {}
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const situation = await observe(options, vulnerabilityId, learned)
    if (situation === null) return null
    const actions = plan(situation)
    const notes = actions.filter(isNote)
    const next = actions.find((action) => !isNote(action))
    const isTaken = await takeNotes(options.database, situation, notes)
    if (!isTaken) continue
    if (next === undefined) {
      if (notes.length === 0) return null
      continue
    }
    if (isWait(next)) return waitMs(next, situation.now)
    const { tables } = await options.reach.open(next.pairing.integrationId)
    const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS
    const way: Way = { tables, options: { priority, timeoutMs } }
    learned = await carryOut(options.database, situation, next, way)
  }
  throw new Error(`vulnerability ${vulnerabilityId} did not come to rest`)
}

async function observe(
  options: ReconcileOptions,
  vulnerabilityId: number,
  learned: Learned,
): Promise<Situation | null> {
  const row = await readSituation(options.database, vulnerabilityId)
  if (row === undefined) return null
  const { publicUrl, unknownOutcomeSeconds } = options
  return situationOf(row, {
    now: row.now,
    publicUrl,
    unknownOutcomeSeconds,
    observed: learned.observed ?? null,
    looked: learned.looked ?? null,
  })
}

/** False where the plan was overtaken: then nothing of it was written down. */
async function takeNotes(
  database: Database,
  situation: Situation,
  notes: readonly Note[],
): Promise<boolean> {
  if (notes.length === 0) return true
  try {
    await database.transaction(async (tx) => {
      for (const note of notes) await takeNote(tx, situation, note)
    })
    return true
  } catch (error) {
    if (error instanceof Overtaken) return false
    throw error
  }
}

function isNote(action: Note | Call | Wait): action is Note {
  return !CALLS_AND_WAITS.has(action.kind)
}

function isWait(action: Call | Wait): action is Wait {
  return action.kind === 'wait_until' || action.kind === 'wait_for_login'
}

const CALLS_AND_WAITS: ReadonlySet<string> = new Set<(Call | Wait)['kind']>([
  'look_up',
  'look_for',
  'create_ticket',
  'update_ticket',
  'add_note',
  'wait_until',
  'wait_for_login',
])

/** A log-in hurries the marks of its instance; the hour is for what nobody thought of. */
function waitMs(wait: Wait, now: Date): number {
  return wait.kind === 'wait_until' ? wait.at.getTime() - now.getTime() : LOGIN_AGAIN_MS
}

import { requestIds } from '../lib/request-id.ts'
import { parseInstanceTime } from '../servicenow/discovery/instance-clock.ts'
import { DEFAULT_TIMEOUT_MS } from '../servicenow/http.ts'
import type { Call, Note, Wait } from './action.ts'
import type { Learned } from './carry-out.ts'
import { carryOut } from './carry-out.ts'
import { afterNotes } from './expected.ts'
import type { Ledger } from './ledger.ts'
import { situationOf } from './observe.ts'
import { plan } from './plan.ts'
import type { Reach } from './reach.ts'
import type { Situation } from './situation.ts'
import type { Way } from './way.ts'

export interface ReconcileOptions {
  readonly ledger: Ledger
  readonly reach: Reach
  readonly publicUrl: string
  readonly unknownOutcomeSeconds: number
  /** How long a request may take; the usual time unless given. */
  readonly timeoutMs?: number
  readonly onCrossed?: OnCrossed
  /** Told when the instance has answered and only our side is left to be written. */
  readonly onAnswered?: () => void
}

/**
 * Told when a change has reached the other side. `changedAt`, by the instance's clock, is known of
 * what came in; since when a change waits to go out, only the queue knows.
 */
export type OnCrossed = (direction: 'out' | 'in', changedAt: Date | null, now: Date) => void

/** What came of a look. */
export interface Looked {
  /**
   * In how many milliseconds to look again. `null`: both sides agree, or nothing can be done until
   * somebody changes something.
   */
  readonly afterMs: number | null
  /** How often the instance was called. */
  readonly calls: number
}

/** A plan that never comes to rest would be our mistake; it must not become the instance's. */
const MOST_ROUNDS = 12
const LOGIN_AGAIN_MS = 3_600_000

/**
 * Looks at one vulnerability: reads both sides, lets `plan` decide, carries that out, and decides
 * again until nothing is left to do.
 */
export async function reconcile(
  options: ReconcileOptions,
  vulnerabilityId: number,
  priority: 'sync' | 'backfill',
): Promise<Looked> {
  let learned: Learned = {}
  let calls = 0
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const situation = await observe(options, vulnerabilityId, learned)
    if (situation === null) return { afterMs: null, calls }
    const actions = plan(situation)
    const notes = actions.filter(isNote)
    const next = actions.find((action) => !isNote(action))
    const isTaken = await takeNotes(options.ledger, situation, notes)
    if (!isTaken) continue
    if (notes.some(isFromServiceNow)) options.onCrossed?.('in', readAt(situation), situation.now)
    if (next === undefined) {
      if (notes.length === 0 || isAtRest(afterNotes(situation, notes))) {
        return { afterMs: null, calls }
      }
      continue
    }
    if (isWait(next)) return { afterMs: waitMs(next, situation.now), calls }
    const { tables } = await options.reach.open(next.pairing.integrationId)
    const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS
    const { onAnswered } = options
    const way: Way = {
      tables,
      options: { priority, timeoutMs },
      ...(onAnswered === undefined ? {} : { onAnswered }),
    }
    calls++
    learned = await carryOut(options.ledger, situation, next, way)
    if (WRITES.has(next.kind) && (learned.observed ?? learned.after) !== undefined) {
      options.onCrossed?.('out', null, situation.now)
    }
    if (isAtRest(learned.after ?? null)) return { afterMs: null, calls }
  }
  throw new Error(`vulnerability ${vulnerabilityId} did not come to rest`)
}

async function observe(
  options: ReconcileOptions,
  vulnerabilityId: number,
  learned: Learned,
): Promise<Situation | null> {
  const row = await options.ledger.read(vulnerabilityId)
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

/**
 * Whether nothing would be left to do. That it is so needs no second reading: whoever has changed
 * anything since the first one has asked for another look.
 */
function isAtRest(expected: Situation | null): boolean {
  return expected !== null && plan(expected).length === 0
}

async function takeNotes(
  ledger: Ledger,
  situation: Situation,
  notes: readonly Note[],
): Promise<boolean> {
  return notes.length === 0 || ledger.note({ situation, notes, requestIds: requestIds() })
}

/** Only what was moved there changes a status here by itself. */
function isFromServiceNow(note: Note): boolean {
  return note.kind === 'set_status'
}

/** When the record that was read had changed, by the instance's clock. */
function readAt({ observed }: Situation): Date | null {
  if (observed === null || !('reading' in observed)) return null
  return parseInstanceTime(observed.reading.updatedOn)
}

const WRITES: ReadonlySet<string> = new Set<Call['kind']>([
  'create_ticket',
  'update_ticket',
  'add_note',
])

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

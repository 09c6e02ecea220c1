import { sysIdFor } from '../connection/attempt.ts'
import { must } from '../lib/must.ts'
import { isServiceNowError, ServiceNowError } from '../servicenow/errors.ts'
import { attempts } from '../store/attempt.ts'
import type { Database } from '../store/database.ts'
import { memory } from '../store/memory.ts'
import { setSending } from '../store/vulnerability-sync.ts'
import type { CreateTicket, NewTicket } from './action.ts'
import type { Ledger } from './ledger.ts'
import { afterCreate } from './read-back.ts'
import { afterRefusal } from './refused.ts'
import type { Situation } from './situation.ts'
import { deliver, deliveriesOf, ticketEntry } from './take-note.ts'
import { wordsOf, type Way } from './way.ts'
import { answerFields, toFound } from './world.ts'

/** How long after the attempt is written its POST may still be started. */
const START_MS = 5_000

/** The ticket that was made, and the number of its row. */
export interface Made {
  readonly id: number
  readonly ticket: NewTicket
}

/**
 * Makes a ticket: the attempt is written when the request can go out at once, so that it tells
 * when the instance may have begun, and nobody waits to be sure of what never left us.
 */
export async function createTicket(
  ledger: Ledger,
  situation: Situation,
  action: CreateTicket,
  way: Way,
): Promise<Made | null> {
  const { pairing, repeats } = action
  const { table, instanceId, mappingId } = pairing
  const { correlationId, generation } = action
  const sysId = repeats?.sysId ?? sysIdFor({ correlationId, table, generation })
  const openMs = START_MS + way.options.timeoutMs
  let attempt: { id: number } | null = null
  let startBefore = 0

  async function beforeSend(): Promise<void> {
    // A token was refused in between: the attempt stands, if there is time enough left.
    if (attempt !== null) return inTime(startBefore)
    startBefore = performance.now() + START_MS
    attempt =
      repeats === null
        ? await ledger.announce({
            vulnerabilityId: situation.vulnerability.id,
            instanceId,
            table,
            generation,
            sysId,
            correlationId,
            mappingId,
            openMs,
          })
        : await reopen(ledger.database, repeats, openMs)
    // Writing it down took too long, or this process was stopped for a while.
    inTime(startBefore)
  }

  const values = { sys_id: sysId, ...action.fields }
  try {
    const fields = answerFields(action.fields)
    const options = { ...way.options, beforeSend }
    const row = await way.tables.create(table, values, fields, options)
    way.onAnswered?.()
    const answer = toFound(row)
    return await born(ledger, situation, action, answer, must(attempt, 'the attempt'))
  } catch (error) {
    await failed(ledger.database, situation, action, attempt, error)
    return null
  }
}

async function born(
  ledger: Ledger,
  situation: Situation,
  action: CreateTicket,
  answer: ReturnType<typeof toFound>,
  attempt: { id: number },
): Promise<Made> {
  const { ticket, lines } = afterCreate(action, answer)
  const { tableLabel } = action.pairing
  const vulnerabilityId = situation.vulnerability.id
  const id = await ledger.born({
    ticket: { ...ticket, vulnerabilityId, tableLabel },
    attemptId: attempt.id,
    knownBy: '',
    lines: deliveriesOf(situation, lines),
    entry: ticketEntry(vulnerabilityId, `Created ${tableLabel}`, ticket),
  })
  return { id, ticket }
}

/** Unknown stays unknown, whatever the reason; what certainly did not happen is settled. */
async function failed(
  database: Database,
  situation: Situation,
  action: CreateTicket,
  attempt: { id: number } | null,
  error: unknown,
): Promise<void> {
  const isKnown =
    isServiceNowError(error) && error.outcome === 'known' && error.code !== 'duplicate'
  if (!isKnown) {
    if (attempt !== null) {
      const reason = error instanceof Error ? error.message : String(error)
      await attempts(database.kysely).unknown(attempt.id, reason)
    }
    // A record with our sys_id is there already: the next look finds it.
    if (isServiceNowError(error, 'duplicate')) return
    throw error
  }
  const { id } = situation.vulnerability
  await database.transaction(async (tx) => {
    if (attempt !== null) {
      const outcome = error.kind === 'refused' ? 'refused' : 'abandoned'
      // Nothing came of this POST, but what an earlier one under the attempt came to is not known
      // any better: it is settled by the time that one was sent.
      if (action.repeats === null) await attempts(tx).settle(attempt.id, outcome, error.message)
      else await attempts(tx).unsent(attempt.id, action.repeats.sentAt, error.message)
    }
    if (error.kind !== 'refused') return
    const { refusal, notSent, line } = afterRefusal(action, wordsOf(error))
    await memory(tx, id).refuse(refusal.wish, refusal.words)
    await setSending(tx, id, notSent.sending, notSent.reason)
    await deliver(tx, situation, [line])
  })
  if (error.kind !== 'refused') throw error
}

async function reopen(
  database: Database,
  repeats: NonNullable<CreateTicket['repeats']>,
  openMs: number,
): Promise<{ id: number }> {
  const { id, sentAt } = repeats
  const isTaken = await attempts(database.kysely).reopen(id, sentAt, openMs)
  if (!isTaken) throw new Error('another process has taken this attempt up')
  return { id }
}

/** By this process's own steady clock: it began to count before the database wrote the deadline. */
function inTime(startBefore: number): void {
  if (performance.now() < startBefore) return
  throw new ServiceNowError('too late to start under this attempt', {
    kind: 'retry',
    code: 'aborted',
    outcome: 'known',
  })
}

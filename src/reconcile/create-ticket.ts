import { randomBytes } from 'node:crypto'
import type { Reading, SysId } from '../connection/ticket.ts'
import { isServiceNowError, ServiceNowError } from '../servicenow/errors.ts'
import { attempts } from '../store/attempt.ts'
import type { Database } from '../store/database.ts'
import { history } from '../store/history.ts'
import { memory } from '../store/memory.ts'
import { tickets } from '../store/ticket.ts'
import { setSending } from '../store/vulnerability-sync.ts'
import type { CreateTicket } from './action.ts'
import { afterCreate } from './read-back.ts'
import { afterRefusal } from './refused.ts'
import type { Situation } from './situation.ts'
import { deliver, ticketEntry } from './take-note.ts'
import { wordsOf, type Way } from './way.ts'
import { answerFields, toFound } from './world.ts'

/** How long after the attempt is written its POST may still be started. */
const START_MS = 5_000

/**
 * Makes a ticket: the attempt is written when the request can go out at once, so that it tells
 * when the instance may have begun, and nobody waits to be sure of what never left us.
 */
export async function createTicket(
  database: Database,
  situation: Situation,
  action: CreateTicket,
  way: Way,
): Promise<Reading | null> {
  const { pairing, repeats } = action
  const { table, instanceId, mappingId } = pairing
  const sysId = repeats?.sysId ?? newSysId()
  const openMs = START_MS + way.options.timeoutMs
  let attempt: { id: number } | null = null
  let startBefore = 0

  async function beforeSend(): Promise<void> {
    // A token was refused in between: the attempt stands, if there is time enough left.
    if (attempt !== null) return inTime(startBefore)
    startBefore = performance.now() + START_MS
    attempt =
      repeats === null
        ? await attempts(database.kysely).open({
            vulnerabilityId: situation.vulnerability.id,
            instanceId,
            table,
            generation: action.generation,
            sysId,
            correlationId: action.correlationId,
            mappingId,
            openMs,
          })
        : await reopen(database, repeats, openMs)
    // Writing it down took too long, or this process was stopped for a while.
    inTime(startBefore)
  }

  const values = { sys_id: sysId, ...action.fields }
  try {
    const fields = answerFields(action.fields)
    const options = { ...way.options, beforeSend }
    const answer = toFound(await way.tables.create(table, values, fields, options))
    await born(database, situation, action, answer, attempt)
    return answer.reading
  } catch (error) {
    await failed(database, situation, action, attempt, error)
    return null
  }
}

async function born(
  database: Database,
  situation: Situation,
  action: CreateTicket,
  answer: ReturnType<typeof toFound>,
  attempt: { id: number } | null,
): Promise<void> {
  const { ticket, lines } = afterCreate(action, answer)
  const vulnerabilityId = situation.vulnerability.id
  await database.transaction(async (tx) => {
    const { tableLabel } = action.pairing
    await tickets(tx).add({ ...ticket, vulnerabilityId, tableLabel })
    if (attempt !== null) await attempts(tx).settle(attempt.id, 'created')
    await setSending(tx, vulnerabilityId, 'sent', '')
    await deliver(tx, situation, lines)
    await history(tx).write([ticketEntry(vulnerabilityId, `Created ${tableLabel}`, ticket)])
  })
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

function newSysId(): SysId {
  return randomBytes(16).toString('hex') as SysId
}

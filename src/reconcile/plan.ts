import { isSent } from '../connection/not-sent.ts'
import type { Action, Doubt } from './action.ts'
import { settleAttempt } from './attempted.ts'
import { verdict } from './create.ts'
import { wantedCorrelationId } from './fields.ts'
import { beforeAnother, keepInStep } from './in-step.ts'
import { say } from './say.ts'
import type { NotSent, Situation } from './situation.ts'

const SENT: NotSent = { sending: 'sent', reason: '' }

/**
 * Decides what would make a vulnerability and its ticket agree.
 *
 * An empty plan means they already do. Carrying plans out one after the other always ends in an
 * empty plan or a wait; plan.property.test.ts holds us to that. docs/sync.md has the whole table.
 */
export function plan(situation: Situation): Action[] {
  return whenHeard(whenUsable(decide(situation)), situation.now)
}

function decide(situation: Situation): Action[] {
  const { attempt, ticket, generation } = situation
  if (attempt !== null) return settleAttempt(situation, attempt)
  if (ticket !== null && ticket.generation >= generation) return keepInStep(situation, ticket, SENT)
  const doubt = whetherForgotten(situation)
  if (doubt !== null) return [doubt]
  const decided = verdict(situation)
  if (decided.kind === 'create') return beforeAnother(situation) ?? [decided.action]
  // A follow-up that can't be made yet leaves the ticket before it in use.
  if (ticket !== null) return keepInStep(situation, ticket, decided.notSent)
  return say(situation, decided.notSent)
}

/** Also where none is wanted: a ticket that was forgotten and is to be closed must be found first. */
function whetherForgotten(situation: Situation): Doubt | null {
  const { mayBeForgotten, pairing, vulnerability, archivedAt, creatingStopped } = situation
  if (!mayBeForgotten || pairing === null || creatingStopped !== null) return null
  if (archivedAt !== null || !isSent(vulnerability.status)) return null
  const { generation } = situation
  return { kind: 'doubt', pairing, generation, correlationId: wantedCorrelationId(situation) }
}

/**
 * Nobody can be called while a person has to log in again: what is due stays due, and a write that
 * can't be made is not announced.
 */
function whenUsable(actions: Action[]): Action[] {
  const call = actions.find((action) => 'pairing' in action)
  if (call === undefined || call.pairing.usable) return actions
  return [{ kind: 'wait_for_login', integrationId: call.pairing.integrationId }]
}

/** The poll that is waited for hurries these looks when it ends. */
const NOT_HEARD_MS = 5_000

/** Nothing is created before it is known that this database is not older than its tickets. */
function whenHeard(actions: Action[], now: Date): Action[] {
  const create = actions.find((action) => action.kind === 'create_ticket')
  if (create === undefined || create.pairing.heard) return actions
  return [{ kind: 'wait_until', at: new Date(now.getTime() + NOT_HEARD_MS) }]
}

import type { Attempt } from '../connection/attempt.ts'
import type { SysId } from '../connection/ticket.ts'
import type { Action } from './action.ts'
import { verdict } from './create.ts'
import { copyLine, foundLine } from './explain.ts'
import { isOurs } from './fields.ts'
import { agreedAtBirth } from './read-back.ts'
import { say } from './say.ts'
import type { Attempted, Found, NotSent, Pairing, Situation } from './situation.ts'

const UNSURE: NotSent = {
  sending: 'unsure',
  reason: 'ServiceNow may still be making the ticket: waiting to be sure',
}

/**
 * What to do about a create whose outcome nobody knows. The instance may still commit it, so it
 * is looked for, and repeated only when it no longer can and one last look found nothing.
 */
export function settleAttempt(situation: Situation, attempted: Attempted): Action[] {
  const { attempt, pairing, looked } = attempted
  const settlesAt = after(attempt.sentAt, situation.unknownOutcomeSeconds)
  if (pairing === null) return leave(situation, attempt, settlesAt)
  if (looked === null) return [{ kind: 'look_for', pairing, attempt }]
  const mine = candidates(situation, attempt, looked.found)
  const chosen = mine[0]
  if (chosen !== undefined) return adopt(situation, attempt, pairing, chosen, mine.slice(1))
  if (situation.now < settlesAt) {
    const at = nextLook(situation.now, attempt.sentAt, settlesAt)
    return [...say(situation, UNSURE), { kind: 'wait_until', at }]
  }
  if (looked.at < settlesAt) return [{ kind: 'look_for', pairing, attempt }]
  return repeat(situation, attempt)
}

/**
 * Ours alone, the one with our chosen sys_id first, then from the oldest. A copy is left out only
 * if it was seen before the attempt: one seen since may be what the attempt has made.
 */
function candidates(situation: Situation, attempt: Attempt, found: readonly Found[]): Found[] {
  const { knownSysIds, said } = situation
  const isStranger = (sysId: SysId) => knownSysIds.includes(sysId) || said.includes(`copy ${sysId}`)
  // An instance counts on: of two made in the same second, the lower number is the older one.
  const rank = ({ sysId, createdOn, number }: Found) =>
    `${sysId === attempt.sysId ? 0 : 1}${createdOn} ${number.padStart(40)} ${sysId}`
  return found
    .filter(({ reading, sysId }) => isOurs(situation, reading) && !isStranger(sysId))
    .toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
}

function adopt(
  situation: Situation,
  attempt: Attempt,
  pairing: Pairing,
  found: Found,
  others: readonly Found[],
): Action[] {
  const { sysId, number, reading } = found
  const { instanceId, table, generation, mappingId } = attempt
  const { status } = situation.vulnerability
  const ticket = {
    instanceId,
    table,
    sysId,
    number,
    generation,
    mappingId,
    // Nobody saw the answer: what was sent then may differ from what we would send now.
    agreed: agreedAtBirth(pairing.mapping, status, reading, {}),
    reading,
    writtenModCount: -1,
  }
  return [
    { kind: 'adopt_ticket', attempt, ticket },
    { kind: 'deliver', line: foundLine(pairing, found), marker: null },
    ...others.map((other): Action => {
      return {
        kind: 'deliver',
        line: copyLine(pairing, found, other),
        marker: `copy ${other.sysId}`,
      }
    }),
  ]
}

/** Once more under the same names, if a ticket is still wanted where it was tried. */
function repeat(situation: Situation, attempt: Attempt): Action[] {
  const { pairing, generation } = situation
  const decided = verdict(situation, attempt)
  const isSamePlace = pairing?.instanceId === attempt.instanceId && pairing.table === attempt.table
  if (decided.kind === 'create' && isSamePlace && attempt.generation === generation) {
    return [decided.action]
  }
  return [
    { kind: 'abandon_attempt', attempt, reason: 'nothing came of it, and it is no longer wanted' },
  ]
}

/** Nobody is connected to that instance any more: what it may hold can't be looked for. */
function leave(situation: Situation, attempt: Attempt, settlesAt: Date): Action[] {
  const unsure = say(situation, UNSURE)
  // Whoever pairs the asset again asks for a look.
  if (situation.pairing === null) return unsure
  if (situation.now < settlesAt) return [...unsure, { kind: 'wait_until', at: settlesAt }]
  return [{ kind: 'abandon_attempt', attempt, reason: 'its instance is no longer connected' }]
}

/** Looks again when the wait has doubled: soon where an answer was only slow, seldom later. */
function nextLook(now: Date, sentAt: Date, settlesAt: Date): Date {
  const age = Math.max(5, (now.getTime() - sentAt.getTime()) / 1000)
  const next = after(sentAt, 2 * age)
  return next < settlesAt ? next : settlesAt
}

function after(start: Date, seconds: number): Date {
  return new Date(start.getTime() + seconds * 1000)
}

import type { Ticket } from '../connection/ticket.ts'
import { never } from '../lib/never.ts'
import type { Action, LookUp } from './action.ts'
import { backLine, copyLine, foreignLine, goneLine, unreadableLine } from './explain.ts'
import { isOurs } from './fields.ts'
import { archivedNote } from './notes.ts'
import { push } from './push.ts'
import { say, sayWithLine } from './say.ts'
import { takeOver } from './settle.ts'
import type { NotSent, Pairing, Seen, Situation } from './situation.ts'

const READ_AGAIN_MS = 10_000
/** How far a replica may be behind: one that does not know a record proves no deletion before. */
const STILL_THERE_MS = 30_000
const UNREADABLE_AGAIN_MS = 600_000

const UNPAIRED: NotSent = {
  sending: 'none',
  reason: 'The asset is not paired with a ServiceNow project: the ticket is left as it is',
}

const ARCHIVED: NotSent = { sending: 'none', reason: 'Archived' }
const FOREIGN: NotSent = {
  sending: 'refused',
  reason: 'The record no longer carries our correlation id',
}
const UNREADABLE: NotSent = {
  sending: 'refused',
  reason: "ServiceNow does not show the ticket to the integration's user",
}

/** Keeps a vulnerability and a ticket that it has in step; `inStep` is said when they are. */
export function keepInStep(situation: Situation, ticket: Ticket, inStep: NotSent): Action[] {
  const { observed, now } = situation
  const pairing = pairingOf(situation, ticket)
  if (pairing === null) return say(situation, UNPAIRED)
  const copies = warnOfCopies(situation, ticket, pairing)
  if (copies.length > 0) return copies
  if (ticket.condition === 'gone') return whileGone(situation, ticket, pairing)
  if (isDoneWith(situation, ticket, pairing)) return say(situation, ARCHIVED)
  if (observed === null) return [lookUp(ticket, pairing)]
  switch (observed.kind) {
    case 'gone': {
      const seenUntil = (situation.ticketSeenAt?.getTime() ?? 0) + STILL_THERE_MS
      if (observed.at.getTime() < seenUntil)
        return [{ kind: 'wait_until', at: new Date(seenUntil) }]
      return [
        { kind: 'deliver', line: goneLine(pairing, ticket), marker: null },
        { kind: 'mark_gone', reason: 'deleted in ServiceNow' },
        ...say(situation, gone(ticket)),
      ]
    }
    case 'unreadable':
      return [
        ...sayWithLine(situation, UNREADABLE, unreadableLine(pairing, ticket)),
        { kind: 'wait_until', at: new Date(now.getTime() + UNREADABLE_AGAIN_MS) },
      ]
    case 'stored':
    case 'fresh':
      return agree(situation, ticket, pairing, observed, inStep)
    default:
      return never(observed)
  }
}

/** Whether the last word on an archived vulnerability's ticket was said. */
function isDoneWith(situation: Situation, ticket: Ticket, pairing: Pairing): boolean {
  const { archivedAt } = situation
  return archivedAt !== null && archivedNote(situation, ticket, pairing, archivedAt) === null
}

/** Two sides that can both be seen: take over what they moved, then push what we moved. */
function agree(
  situation: Situation,
  ticket: Ticket,
  pairing: Pairing,
  observed: Seen,
  inStep: NotSent,
): Action[] {
  const { now, archivedAt } = situation
  const { reading } = observed
  const isFresh = observed.kind === 'fresh'
  if (!isOurs(situation, reading)) {
    if (!isFresh) return [lookUp(ticket, pairing)]
    return sayWithLine(situation, FOREIGN, foreignLine(pairing, ticket))
  }
  if (reading.modCount < ticket.writtenModCount) {
    if (!isFresh) return [lookUp(ticket, pairing)]
    return [{ kind: 'wait_until', at: new Date(now.getTime() + READ_AGAIN_MS) }]
  }
  // A write of ours may have come to pass since that row was read.
  if (ticket.agreed.underWay !== null && !isFresh) return [lookUp(ticket, pairing)]
  if (archivedAt !== null) {
    const note = archivedNote(situation, ticket, pairing, archivedAt)
    return note === null ? [] : whenFresh([note], observed, ticket, pairing)
  }
  const taken = takeOver(situation, ticket, pairing, reading)
  if (taken.length > 0) return taken
  const { actions, refused } = push(situation, ticket, pairing, observed)
  if (actions.length > 0) return whenFresh(actions, observed, ticket, pairing)
  return say(situation, refused === null ? inStep : { sending: 'refused', reason: refused.words })
}

/** A poll's row suffices to take a change over, but nothing is written on the strength of one. */
function whenFresh(
  actions: readonly Action[],
  { kind }: Seen,
  ticket: Ticket,
  pairing: Pairing,
): Action[] {
  const writes = actions.some((action) => 'pairing' in action)
  return writes && kind !== 'fresh' ? [lookUp(ticket, pairing)] : [...actions]
}

/**
 * A ticket that was gone is looked for once more before another is made in its place: it may only
 * have been hidden when a person asked for that. Null: it is gone, or none was before.
 */
export function beforeAnother(situation: Situation): Action[] | null {
  const { ticket, observed } = situation
  if (ticket === null || ticket.condition !== 'gone') return null
  const pairing = pairingOf(situation, ticket)
  if (pairing === null) return null
  return observed === null ? [lookUp(ticket, pairing)] : seenAgain(situation, ticket, pairing)
}

function whileGone(situation: Situation, ticket: Ticket, pairing: Pairing): Action[] {
  return seenAgain(situation, ticket, pairing) ?? say(situation, gone(ticket))
}

/** One that was gone and is seen again, as rows hidden for a while are, is taken up again. */
function seenAgain(situation: Situation, ticket: Ticket, pairing: Pairing): Action[] | null {
  const { observed } = situation
  if (observed?.kind === 'stored') return [lookUp(ticket, pairing)]
  if (observed?.kind !== 'fresh' || !isOurs(situation, observed.reading)) return null
  return [
    { kind: 'deliver', line: backLine(pairing, ticket), marker: null },
    { kind: 'mark_living' },
  ]
}

function warnOfCopies(
  { copies, knownSysIds, said }: Situation,
  ticket: Ticket,
  pairing: Pairing,
): Action[] {
  return copies
    .filter(({ sysId }) => !knownSysIds.includes(sysId) && !said.includes(`copy ${sysId}`))
    .map((copy) => {
      const line = copyLine(pairing, ticket, copy)
      return { kind: 'deliver', line, marker: `copy ${copy.sysId}` }
    })
}

/**
 * What a ticket is kept in step by: its asset's project, or, where that is another table by now,
 * the mapping that the ticket was made with. Without any project nothing is kept in step.
 */
function pairingOf({ pairing, ticketPairing }: Situation, ticket: Ticket): Pairing | null {
  if (pairing === null) return null
  const isSamePlace = pairing.instanceId === ticket.instanceId && pairing.table === ticket.table
  return isSamePlace ? pairing : ticketPairing
}

function lookUp({ sysId }: Ticket, pairing: Pairing): LookUp {
  return { kind: 'look_up', pairing, sysId }
}

function gone({ number }: Ticket): NotSent {
  return { sending: 'none', reason: `${number} was deleted in ServiceNow` }
}

import { outboundRow } from '../connection/mapping.ts'
import type { Mapping } from '../connection/mapping.ts'
import type { Agreed, Reading, Ticket, UnderWay } from '../connection/ticket.ts'
import type { Actor } from '../vulnerability/actor.ts'
import type { Status } from '../vulnerability/status.ts'
import type { Note } from './action.ts'
import { conflictMessage, stateName, takenOverLine, unmappedStateLine } from './explain.ts'
import type { Pairing, Situation } from './situation.ts'

/**
 * Takes note of a state that ServiceNow moved; the first half of agreeing. What it leaves is a
 * ticket whose state is the agreed one, and perhaps a status of ours that is still to be pushed.
 */
export function takeOver(
  situation: Situation,
  ticket: Ticket,
  pairing: Pairing,
  reading: Reading,
): Note[] {
  const { agreed } = ticket
  if (reading.state === agreed.state) return []
  const ours = situation.vulnerability.status
  const seen = (status: Status): Note =>
    remember({ ...agreed, status, state: reading.state, underWay: null }, pairing)
  const { underWay } = agreed
  if (underWay?.states.includes(reading.state) === true) {
    return [seen(statusOnTheWay(agreed.status, underWay, reading.state, ours))]
  }
  const theirs = meaningOf(pairing.mapping, reading.state, ours)
  if (theirs === ours) return [seen(ours)]
  if (theirs === 'ignore') return [seen(agreed.status)]
  if (theirs === null) {
    const line = unmappedStateLine(pairing, ticket, reading.state)
    return [{ kind: 'deliver', line, marker: null }, seen(agreed.status)]
  }
  if (ours === agreed.status) {
    return [...setStatus(situation, ticket, pairing, reading, theirs), seen(theirs)]
  }
  const { winner } = pairing.mapping
  const conflict: Note = {
    kind: 'history',
    entry: {
      actor: byIntegration(pairing, reading),
      kind: 'conflict',
      message: conflictMessage(winner, ours, theirs, ticket.number),
      details: { number: ticket.number, state: reading.state },
    },
  }
  if (winner === 'platform') return [conflict, seen(agreed.status)]
  return [...setStatus(situation, ticket, pairing, reading, theirs), conflict, seen(theirs)]
}

/**
 * What a state says about the status. The state that our own status leads to says nothing new,
 * whatever else is mapped to it; null: nobody mapped it.
 */
export function meaningOf(mapping: Mapping, state: string, ours: Status): Status | 'ignore' | null {
  if (outboundRow(mapping, ours)?.state === state) return ours
  return mapping.inbound[state] ?? null
}

export function remember(agreed: Agreed, { mappingId }: Pairing): Note {
  return { kind: 'remember', agreed, mappingId }
}

/**
 * What to remember of a ticket when an edited mapping is to be applied at once: nothing that our
 * side agrees with, so that the next look pushes the state that our status leads to now.
 */
export function toBeApplied(agreed: Agreed): Agreed {
  return { ...agreed, status: NEVER_AGREED }
}

/** No ticket is ever made in this status or moved to it. */
export const NEVER_AGREED: Status = 'CREATED'

/**
 * What a ticket that we moved ourselves agrees with. At the goal that is the status it was moved
 * for. On the way it is one that ours differs from, so that the ticket is moved on from there.
 */
function statusOnTheWay(before: Status, underWay: UnderWay, state: string, ours: Status): Status {
  if (state === underWay.states.at(-1)) return underWay.status
  return ours === underWay.status ? before : underWay.status
}

function setStatus(
  { now, vulnerability }: Situation,
  ticket: Ticket,
  pairing: Pairing,
  reading: Reading,
  status: Status,
): Note[] {
  const { mapping } = pairing
  const isAcceptance = status === 'RISK_ACCEPTED'
  return [
    {
      kind: 'set_status',
      from: vulnerability.status,
      status,
      actor: byIntegration(pairing, reading),
      reason: `${ticket.number} was moved to ${stateName(mapping, reading.state)} by ${reading.updatedBy}`,
      riskAcceptedUntil: isAcceptance ? dayAfter(now, mapping.riskAcceptedDays) : null,
    },
    {
      kind: 'deliver',
      line: takenOverLine(pairing, ticket, reading.state, status),
      marker: null,
    },
  ]
}

function byIntegration(pairing: Pairing, reading: Reading): Actor {
  const name = `${pairing.integrationName} (${reading.updatedBy})`
  return { kind: 'integration', id: String(pairing.integrationId), name }
}

function dayAfter(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
}

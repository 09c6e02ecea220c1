import type { Ticket } from '../connection/ticket.ts'
import type { NewTicket, Note } from './action.ts'
import type { Situation } from './situation.ts'

/**
 * The situation once notes are taken, unless somebody else changes it meanwhile; null where that
 * is not known beforehand.
 */
export function afterNotes(situation: Situation, notes: readonly Note[]): Situation | null {
  let next = situation
  for (const note of notes) {
    const after = afterNote(next, note)
    if (after === null) return null
    next = after
  }
  return next
}

function afterNote(situation: Situation, note: Note): Situation | null {
  switch (note.kind) {
    case 'set_status': {
      const { status, riskAcceptedUntil, reason, actor } = note
      return {
        ...situation,
        vulnerability: { ...situation.vulnerability, status, riskAcceptedUntil },
        statusChange: { reason, actor, changedAt: situation.now },
      }
    }
    case 'remember': {
      const { agreed, mappingId } = note
      const { ticket } = situation
      return ticket === null ? null : { ...situation, ticket: { ...ticket, agreed, mappingId } }
    }
    case 'set_sending':
      return { ...situation, sending: { sending: note.sending, reason: note.reason } }
    case 'deliver':
      return note.marker === null
        ? situation
        : { ...situation, said: [...situation.said, note.marker] }
    case 'history':
      return situation
    case 'mark_gone':
    case 'mark_living':
    case 'adopt_ticket':
    case 'doubt':
    case 'abandon_attempt':
      return null
  }
}

/** The situation once a new ticket is written down. */
export function afterBirth(situation: Situation, id: number, born: NewTicket): Situation {
  const ticket: Ticket = {
    ...born,
    id,
    vulnerabilityId: situation.vulnerability.id,
    condition: 'living',
  }
  return {
    ...withTicket(situation, ticket),
    ticketPairing: situation.pairing,
    attempt: null,
    sending: { sending: 'sent', reason: '' },
    knownSysIds: [...situation.knownSysIds, born.sysId],
  }
}

/** The situation once a ticket's record was written to and has answered. */
export function withTicket(situation: Situation, ticket: Ticket): Situation {
  const { reading } = ticket
  return {
    ...situation,
    ticket,
    ticketSeenAt: situation.now,
    observed: reading === null ? null : { kind: 'fresh', reading },
  }
}

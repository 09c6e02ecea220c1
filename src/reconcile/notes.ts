import type { Ticket } from '../connection/ticket.ts'
import type { AddNote } from './action.ts'
import type { Pairing, Situation } from './situation.ts'
import { cut, plain } from './text.ts'
import { wishKey } from './wish.ts'

/** A work note for a Fixed that has no state of its own; null once it is there. */
export function fixedNote(situation: Situation, ticket: Ticket, pairing: Pairing): AddNote | null {
  const { reason, changedAt } = situation.statusChange
  const text = `Fixed: vulnerability ${situation.vulnerability.id} is no longer found.`
  const why = reason === '' ? text : `Fixed: ${cut(plain(reason), 1000)}`
  return note(situation, ticket, pairing, `fixed ${changedAt.toISOString()}`, why)
}

/** Takes the word of the note before back, where no change of state would say so. */
export function foundAgainNote(
  situation: Situation,
  ticket: Ticket,
  pairing: Pairing,
): AddNote | null {
  const { changedAt } = situation.statusChange
  const text = `Found again: vulnerability ${situation.vulnerability.id} is not fixed after all.`
  return note(situation, ticket, pairing, `again ${changedAt.toISOString()}`, text)
}

/** The last word on a ticket whose vulnerability or asset was archived. */
export function archivedNote(
  situation: Situation,
  ticket: Ticket,
  pairing: Pairing,
  archivedAt: Date,
): AddNote | null {
  const { id } = situation.vulnerability
  const text = `Vulnerability ${id} was archived in Lockstep. This ticket is no longer kept in step.`
  return note(situation, ticket, pairing, `archived ${archivedAt.toISOString()}`, text)
}

/**
 * The marker carries the moment of the change that the note is about: the same change is told
 * once, however often it is looked at, and the next change of the same kind is told again.
 */
function note(
  { said, refusals }: Situation,
  { sysId, number }: Ticket,
  pairing: Pairing,
  marker: string,
  text: string,
): AddNote | null {
  const wish = wishKey('note', sysId, marker)
  if (said.includes(marker) || refusals.some((refusal) => refusal.wish === wish)) return null
  return {
    kind: 'add_note',
    pairing,
    sysId,
    number,
    marker,
    text: `${text}\n[lockstep ${marker}]`,
    wish,
  }
}

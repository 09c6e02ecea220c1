import type { Agreed, Reading } from '../connection/ticket.ts'
import { isOpen } from '../vulnerability/status.ts'
import type { AddNote, CreateTicket, UpdateTicket } from './action.ts'
import { about, failed } from './explain.ts'
import type { Line } from './explain.ts'
import { afterPart } from './read-back.ts'
import { NEVER_AGREED } from './settle.ts'
import type { NotSent, Refusal } from './situation.ts'

export interface Refused {
  readonly refusal: Refusal
  readonly notSent: NotSent
  readonly line: Line
  /** What is agreed now that the outcome of an update is known; null for other calls. */
  readonly agreed: Agreed | null
}

/**
 * The instance said no, in `words` of its own: an Error line, and the wish is not repeated until
 * it changes or a person asks for it. `answers` are those to the writes before the refused one.
 */
export function afterRefusal(
  action: CreateTicket | UpdateTicket | AddNote,
  words: string,
  answers: readonly Reading[] = [],
): Refused {
  const { pairing } = action
  const details =
    action.kind === 'create_ticket' ? { table: pairing.table } : about(pairing, action)
  return {
    refusal: { wish: action.wish, words },
    notSent: { sending: 'refused', reason: words },
    line: failed(sentence(action), { ...details, reason: words }),
    agreed: action.kind === 'update_ticket' ? afterPart(action, answers) : null,
  }
}

function sentence(action: CreateTicket | UpdateTicket | AddNote): string {
  const { tableLabel } = action.pairing
  if (action.kind === 'create_ticket') return `ServiceNow refused to create the ${tableLabel}`
  if (action.kind === 'add_note') return 'ServiceNow refused the work note'
  return isReopening(action)
    ? `ServiceNow refused to reopen the ${tableLabel}: a follow-up ticket can be opened instead`
    : `ServiceNow refused to update the ${tableLabel}`
}

/** Whether a refused move would have brought a closed ticket back to work. */
export function isReopening({ move, agreed }: UpdateTicket): boolean {
  if (move === null || agreed.status === NEVER_AGREED) return false
  return isOpen(move.status) && !isOpen(agreed.status)
}

import { MAPPING } from '../lockstep.ts'
import type { Vulnerability } from './evidence.ts'

const OPEN = ['IDENTIFIED', 'IN_PROGRESS', 'AWAITING_VALIDATION']

/** The state that a status leads to, as the form was filled in. */
const STATE_OF: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(MAPPING.outbound).map(([status, row]) => [status, row.state]),
)
/** What a state means, filled from it. Closed means nothing: the instance closes by itself. */
const STATUS_OF: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(STATE_OF).map(([status, state]) => [state, status]),
)

/** The decision table's first half in one breath: who gets a ticket. */
export function shouldHaveTicket(
  { status, severity, is_paired, is_held, is_archived, sent_by_hand }: Vulnerability,
  policy: readonly string[],
): boolean {
  if (is_archived || !is_paired) return false
  if (sent_by_hand && status in STATE_OF) return true
  return OPEN.includes(status) && !is_held && policy.includes(severity)
}

/** Its second half: whether this status and this state stand for the same. */
export function agree(status: string, state: string): boolean {
  return STATE_OF[status] === state || STATUS_OF[state] === status
}

/** A status without a state, or a state without a status: then both stay as they were. */
export function isUnmapped(status: string, state: string): boolean {
  return STATE_OF[status] === undefined || STATUS_OF[state] === undefined
}

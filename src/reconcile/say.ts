import type { Action } from './action.ts'
import type { Line } from './explain.ts'
import type { NotSent, Situation } from './situation.ts'

/** Why a vulnerability has no ticket in step, or that it has one, where that is news. */
export function say({ sending }: Situation, next: NotSent): Action[] {
  const isSaid = sending.sending === next.sending && sending.reason === next.reason
  return isSaid ? [] : [{ kind: 'set_sending', ...next }]
}

/** Tells the log when this begins, and not again at each look while it lasts. */
export function sayWithLine(situation: Situation, next: NotSent, line: Line): Action[] {
  const said = say(situation, next)
  return said.length === 0 ? [] : [...said, { kind: 'deliver', line, marker: null }]
}

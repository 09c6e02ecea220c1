import type { Mapping } from '../connection/mapping.ts'
import type { Agreed, Fields, Reading } from '../connection/ticket.ts'
import { isJudged } from '../vulnerability/status.ts'
import type { Status } from '../vulnerability/status.ts'
import type { CreateTicket, NewTicket, UpdateTicket } from './action.ts'
import { comparisons, priorityPromise } from './compare.ts'
import { createdLine, updatedLine } from './explain.ts'
import type { Line, Named } from './explain.ts'

export interface Born {
  readonly ticket: NewTicket
  readonly lines: readonly Line[]
}

/** The ticket that a POST's answer tells of, and what the instance made of our values. */
export function afterCreate(
  action: CreateTicket,
  answer: Named & { readonly reading: Reading },
): Born {
  const { pairing, generation, sent, fields } = action
  const { instanceId, table, mappingId, mapping } = pairing
  const { sysId, number, reading } = answer
  const agreed = agreedAtBirth(mapping, action.status, reading, sent)
  const ticket = { instanceId, table, sysId, number, generation, mappingId, agreed, reading }
  return {
    ticket: { ...ticket, writtenModCount: reading.modCount },
    lines: [
      createdLine(pairing, answer),
      ...comparisons(pairing, answer, fields, null, reading),
      ...priorityPromise(pairing, answer, fields, action.promisedPriority, reading),
    ],
  }
}

/**
 * What a new ticket and we agreed on: Identified, which it was made as. A rule of the instance may
 * have moved it at once. If our own status is further by now, that move is not worth a conflict.
 */
export function agreedAtBirth(
  mapping: Mapping,
  ours: Status,
  reading: Reading,
  sent: Fields,
): Agreed {
  const made = mapping.outbound.IDENTIFIED.state
  const isUntouched = reading.modCount === 0
  const state = ours !== 'IDENTIFIED' && isUntouched ? reading.state : made
  return { status: 'IDENTIFIED', state, sent, underWay: null }
}

export interface Written {
  readonly agreed: Agreed
  readonly reading: Reading
  readonly lines: readonly Line[]
}

/** What is agreed after all writes of an update were answered, in order. */
export function afterUpdate(
  action: UpdateTicket,
  answers: readonly [Reading, ...Reading[]],
): Written {
  const { pairing, writes, agreed } = action
  const reading = answers.at(-1) ?? answers[0]
  const before = answers.at(-2) ?? action.before
  const last = writes.at(-1) ?? {}
  const sent = { ...agreed.sent, ...action.sent }
  return {
    agreed: { ...agreed, ...moved(action, before, reading), sent, underWay: null },
    reading,
    lines: [
      updatedLine(pairing, action, Object.keys(last)),
      ...comparisons(pairing, action, last, before, reading),
      ...priorityPromise(pairing, action, last, action.promisedPriority, reading),
    ],
  }
}

/**
 * A state that the instance didn't take is not sent again, and doesn't undo our status. One that
 * it moved elsewhere is its move, to be taken over by the next look, but for a person's judgement.
 */
function moved({ move }: UpdateTicket, before: Reading, answer: Reading): Partial<Agreed> {
  if (move === null) return {}
  const { status, state } = move
  const isDropped = answer.state === before.state
  return { status, state: isDropped || isJudged(status) ? answer.state : state }
}

/**
 * What is agreed after a refusal, perhaps in the middle of several writes: the ticket then stands
 * at an intermediate state that is ours, and the move is still to be made.
 */
export function afterPart({ agreed }: UpdateTicket, answers: readonly Reading[]): Agreed {
  return { ...agreed, state: answers.at(-1)?.state ?? agreed.state, underWay: null }
}

import { outboundRow } from '../connection/mapping.ts'
import type { OutboundRow } from '../connection/mapping.ts'
import type { Fields, Reading, Ticket } from '../connection/ticket.ts'
import { isOpen } from '../vulnerability/status.ts'
import type { Action, Note, UpdateTicket } from './action.ts'
import { unmappedStatusLine } from './explain.ts'
import { extraFields, promisedPriority, wishedFields } from './fields.ts'
import { foundAgainNote, fixedNote } from './notes.ts'
import { remember } from './settle.ts'
import type { Pairing, Refusal, Seen, Situation } from './situation.ts'
import { difference, isSame } from './text.ts'
import { wishKey } from './wish.ts'

/** What remains to be written to a ticket whose own moves are taken over. */
export interface Push {
  /** To be done first; empty when nothing moved on our side. */
  readonly actions: readonly Action[]
  /** What the instance refused and would be written otherwise. */
  readonly refused: Refusal | null
}

/** Brings what moved on our side to the ticket; the second half of agreeing. */
export function push(
  situation: Situation,
  ticket: Ticket,
  pairing: Pairing,
  { kind, reading }: Seen,
): Push {
  const status = pushStatus(situation, ticket, pairing, reading)
  if (status.actions.length > 0) return { actions: status.actions, refused: null }
  const wanted = difference(wishedFields(situation, pairing.mapping), ticket.agreed.sent)
  // A polled row may be from before a write of ours whose answer was lost: it proves nothing.
  const there = Object.entries(wanted).filter(([name, value]) => {
    return kind === 'fresh' && isSame(value, reading.fields[name] ?? '')
  })
  if (there.length > 0) {
    const sent = { ...ticket.agreed.sent, ...Object.fromEntries(there) }
    return { actions: [remember({ ...ticket.agreed, sent }, pairing)], refused: null }
  }
  return firstNotRefused(
    situation,
    updates(situation, ticket, pairing, reading, status.row, wanted),
  )
}

/** Either what settles our status without a change of state, or the row to move the ticket by. */
function pushStatus(
  situation: Situation,
  ticket: Ticket,
  pairing: Pairing,
  reading: Reading,
): { actions: readonly Action[]; row: OutboundRow | null } {
  const { agreed } = ticket
  const ours = situation.vulnerability.status
  if (ours === agreed.status) {
    // A move that was sent and not carried out, and is not wanted any more.
    const forget = remember({ ...agreed, underWay: null }, pairing)
    return { actions: agreed.underWay === null ? [] : [forget], row: null }
  }
  const row = outboundRow(pairing.mapping, ours)
  if (row !== null && row.state !== reading.state) return { actions: [], row }
  const agree = remember({ ...agreed, status: ours, underWay: null }, pairing)
  const isFixedUnmapped = outboundRow(pairing.mapping, 'FIX_ACCEPTED') === null
  if (isFixedUnmapped && ours === 'FIX_ACCEPTED') {
    return { actions: [fixedNote(situation, ticket, pairing) ?? agree], row: null }
  }
  if (isFixedUnmapped && agreed.status === 'FIX_ACCEPTED' && isOpen(ours)) {
    return { actions: [foundAgainNote(situation, ticket, pairing) ?? agree], row: null }
  }
  if (row !== null) return { actions: [agree], row: null }
  const marker = `unmapped ${ours}`
  if (situation.said.includes(marker)) return { actions: [agree], row: null }
  const line = unmappedStatusLine(pairing, ticket, ours)
  return { actions: [{ kind: 'deliver', line, marker }, agree], row: null }
}

/**
 * The ways to write it, best first. One PATCH for everything is best; where that is refused the
 * move and the fields are tried apart, so that a close that needs more does not hold up a title.
 */
function updates(
  situation: Situation,
  ticket: Ticket,
  pairing: Pairing,
  reading: Reading,
  row: OutboundRow | null,
  fields: Fields,
): UpdateTicket[] {
  const update = (move: OutboundRow | null, sent: Fields) => {
    return updateTicket(situation, ticket, pairing, reading, move, sent)
  }
  const hasFields = Object.keys(fields).length > 0
  if (row === null) return hasFields ? [update(null, fields)] : []
  return hasFields
    ? [update(row, fields), update(row, {}), update(null, fields)]
    : [update(row, {})]
}

function updateTicket(
  situation: Situation,
  ticket: Ticket,
  pairing: Pairing,
  before: Reading,
  row: OutboundRow | null,
  sent: Fields,
): UpdateTicket {
  const { mapping, mappingId } = pairing
  const { status } = situation.vulnerability
  const moves = row === null ? [] : [...hopsLeft(row, before.state), row]
  const steps = moves.map(({ state, fields }) => {
    return { ...extraFields(situation, mapping, fields), state }
  })
  const last = { ...steps.at(-1), ...sent }
  const occasion = row === null ? null : situation.statusChange.changedAt
  return {
    kind: 'update_ticket',
    pairing,
    sysId: ticket.sysId,
    number: ticket.number,
    writes: [...steps.slice(0, -1), last],
    sent,
    promisedPriority: promisedPriority(situation, mapping),
    move: row === null ? null : { status, state: row.state },
    agreed: ticket.agreed,
    before,
    // Without the hops: half way there it is still the same wish.
    wish: wishKey('update', ticket.sysId, mappingId, last, occasion),
  }
}

/** Hops that are already behind the ticket are not walked again. */
function hopsLeft({ hops }: OutboundRow, state: string): OutboundRow['hops'] {
  return hops.slice(hops.findIndex((hop) => hop.state === state) + 1)
}

function firstNotRefused({ refusals }: Situation, ways: readonly UpdateTicket[]): Push {
  const refusalOf = (way: UpdateTicket) => refusals.find(({ wish }) => wish === way.wish) ?? null
  const open = ways.find((way) => refusalOf(way) === null)
  if (open !== undefined) return { actions: [...announce(open), open], refused: null }
  return { actions: [], refused: ways.map(refusalOf).find((refusal) => refusal !== null) ?? null }
}

/**
 * Written down before a write, since its answer may be lost: until it is answered, what it sends
 * is no longer known to differ from what was there, and where it moves to is no move of theirs.
 */
function announce({ agreed, sent, writes, move, pairing }: UpdateTicket): Note[] {
  const known = Object.entries(agreed.sent).filter(([name]) => !(name in sent))
  const states = writes.map((write) => write['state'] ?? '')
  const underWay = move === null ? agreed.underWay : { status: move.status, states }
  const announced = { ...agreed, sent: Object.fromEntries(known), underWay }
  const isKnown = JSON.stringify(announced) === JSON.stringify(agreed)
  return isKnown ? [] : [remember(announced, pairing)]
}

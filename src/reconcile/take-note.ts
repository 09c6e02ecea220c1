import { sysIdFor } from '../connection/attempt.ts'
import { requestIds } from '../lib/request-id.ts'
import { never } from '../lib/never.ts'
import { recordAlike, type AlikeNotes } from '../store/alike-notes.ts'
import type { Tx } from '../store/database.ts'
import { deliveries, type Delivery } from '../store/delivery.ts'
import type { HistoryLine } from '../store/history.ts'
import { memory } from '../store/memory.ts'
import { tickets } from '../store/ticket.ts'
import { moveStatuses, takeBackGeneration } from '../store/vulnerability-sync.ts'
import type { NewTicket, Note } from './action.ts'
import { changedStatus } from './explain.ts'
import type { Line } from './explain.ts'
import type { Situation } from './situation.ts'

/** The notes of one plan, and in whose name they are taken. */
export interface Taking {
  readonly situation: Situation
  readonly notes: readonly Note[]
  readonly requestIds: readonly string[]
}

type StatusNote = Extract<Note, { kind: 'set_status' }>

/**
 * Writes the notes of many plans down. False for a plan that was overtaken: the status moved while
 * it was decided, so that nothing of it holds any more and nothing of it is written.
 */
export async function takeNotes(tx: Tx, takings: readonly Taking[]): Promise<boolean[]> {
  const moves = takings.flatMap(({ situation, notes }) =>
    notes.filter(isStatusNote).map((note) => ({ ...note, id: situation.vulnerability.id })),
  )
  const moved = moves.length === 0 ? new Set() : await moveStatuses(tx, moves)
  const taken = takings.map(
    ({ situation, notes }) => !notes.some(isStatusNote) || moved.has(situation.vulnerability.id),
  )
  const alike: AlikeNotes = {
    settled: [],
    doubted: [],
    found: [],
    remembered: [],
    sending: [],
    lines: [],
    entries: [],
  }
  for (const [at, taking] of takings.entries()) {
    if (taken[at] !== true) continue
    for (const note of taking.notes) await takeNote(tx, taking, note, alike)
  }
  await recordAlike(tx, alike)
  return taken
}

function isStatusNote(note: Note): note is StatusNote {
  return note.kind === 'set_status'
}

async function takeNote(tx: Tx, taking: Taking, note: Note, alike: AlikeNotes): Promise<void> {
  const { situation, requestIds: ids } = taking
  const { vulnerability, ticket } = situation
  const { id } = vulnerability
  switch (note.kind) {
    case 'set_status':
      alike.entries.push(statusEntry(id, note))
      return
    case 'remember': {
      const { agreed, mappingId } = note
      if (ticket !== null) alike.remembered.push({ id: ticket.id, agreed, mappingId })
      return
    }
    case 'set_sending':
      alike.sending.push({ id, sending: note.sending, reason: note.reason })
      return
    case 'deliver': {
      const isNews = note.marker === null || (await memory(tx, id).say(note.marker))
      if (isNews) alike.lines.push(...deliveriesOf(situation, [note.line], ids))
      return
    }
    case 'history': {
      const { actor, kind, message, details } = note.entry
      const ownKind = kind === 'note' ? 'ticket' : kind
      alike.entries.push({ vulnerabilityId: id, actor, kind: ownKind, message, details })
      return
    }
    case 'mark_gone':
      if (ticket !== null) await tickets(tx).setCondition(ticket.id, 'gone', note.reason)
      return
    case 'mark_living':
      if (ticket === null) return
      await tickets(tx).setCondition(ticket.id, 'living', '')
      await takeBackGeneration(tx, id, ticket.generation)
      return
    case 'adopt_ticket': {
      const { tableLabel } = situation.attempt?.pairing ?? { tableLabel: note.ticket.table }
      alike.found.push({
        ticket: { ...note.ticket, vulnerabilityId: id, tableLabel },
        attemptId: note.attempt.id,
        knownBy: 'found by a look-up',
        lines: [],
        entry: ticketEntry(id, `Found ${tableLabel}`, note.ticket),
      })
      return
    }
    case 'doubt': {
      const { pairing, generation, correlationId } = note
      const { instanceId, table, mappingId } = pairing
      const sysId = sysIdFor({ correlationId, table, generation })
      const names = { instanceId, table, generation, sysId, correlationId, mappingId }
      alike.doubted.push({ vulnerabilityId: id, ...names })
      return
    }
    case 'abandon_attempt':
      alike.settled.push({ id: note.attempt.id, outcome: 'abandoned', reason: note.reason })
      return
    default:
      return never(note)
  }
}

function statusEntry(vulnerabilityId: number, note: StatusNote): HistoryLine {
  return {
    vulnerabilityId,
    actor: note.actor,
    kind: 'status',
    message: changedStatus(note.from, note.status),
    details: { reason: note.reason },
  }
}

/** The timeline's line on a ticket that is a vulnerability's from now on. */
export function ticketEntry(vulnerabilityId: number, what: string, ticket: NewTicket) {
  const { number, sysId, table } = ticket
  return {
    vulnerabilityId,
    actor: { kind: 'lockstep' as const },
    kind: 'ticket' as const,
    message: `${what} ${number} in ServiceNow`,
    details: { number, sys_id: sysId, table },
  }
}

export function deliveriesOf(
  situation: Situation,
  lines: readonly Line[],
  ids: readonly string[] = requestIds(),
): Delivery[] {
  const pairing = situation.ticketPairing ?? situation.attempt?.pairing ?? situation.pairing
  return lines.map(({ level, message, details }) => ({
    level,
    message,
    details: Object.fromEntries(Object.entries(details).map(([k, v]) => [k, String(v)])),
    integrationId: pairing?.integrationId ?? null,
    vulnerabilityId: situation.vulnerability.id,
    requestIds: ids,
  }))
}

export async function deliver(tx: Tx, situation: Situation, lines: readonly Line[]): Promise<void> {
  await deliveries(tx).write(deliveriesOf(situation, lines))
}

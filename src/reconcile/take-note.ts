import { never } from '../lib/never.ts'
import { attempts } from '../store/attempt.ts'
import type { Tx } from '../store/database.ts'
import { deliveries } from '../store/delivery.ts'
import { history } from '../store/history.ts'
import { memory } from '../store/memory.ts'
import { tickets } from '../store/ticket.ts'
import { moveStatus, setSending } from '../store/vulnerability-sync.ts'
import type { NewTicket, Note } from './action.ts'
import { changedStatus } from './explain.ts'
import type { Line } from './explain.ts'
import type { Situation } from './situation.ts'

/** The status moved while we were deciding: nothing of the plan holds any more. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

/** Writes one note of a plan down. All notes of a plan share a transaction. */
export async function takeNote(tx: Tx, situation: Situation, note: Note): Promise<void> {
  const { vulnerability, ticket } = situation
  const { id } = vulnerability
  switch (note.kind) {
    case 'set_status': {
      if (!(await moveStatus(tx, id, note))) throw new Overtaken('the status has moved meanwhile')
      return history(tx).write([
        {
          vulnerabilityId: id,
          actor: note.actor,
          kind: 'status',
          message: changedStatus(note.from, note.status),
          details: { reason: note.reason },
        },
      ])
    }
    case 'remember':
      return ticket === null
        ? undefined
        : tickets(tx).remember(ticket.id, note.agreed, note.mappingId)
    case 'set_sending':
      return setSending(tx, id, note.sending, note.reason)
    case 'deliver': {
      const isNews = note.marker === null || (await memory(tx, id).say(note.marker))
      return isNews ? deliver(tx, situation, [note.line]) : undefined
    }
    case 'history': {
      const { actor, kind, message, details } = note.entry
      return history(tx).write([
        { vulnerabilityId: id, actor, kind: kind === 'note' ? 'ticket' : kind, message, details },
      ])
    }
    case 'mark_gone':
      return ticket === null ? undefined : tickets(tx).setCondition(ticket.id, 'gone', note.reason)
    case 'mark_living':
      return ticket === null ? undefined : tickets(tx).setCondition(ticket.id, 'living', '')
    case 'adopt_ticket': {
      const { tableLabel } = situation.attempt?.pairing ?? { tableLabel: note.ticket.table }
      await tickets(tx).add({ ...note.ticket, vulnerabilityId: id, tableLabel })
      await history(tx).write([ticketEntry(id, `Found ${tableLabel}`, note.ticket)])
      return attempts(tx).settle(note.attempt.id, 'created', 'found by a look-up')
    }
    case 'abandon_attempt':
      return attempts(tx).settle(note.attempt.id, 'abandoned', note.reason)
    default:
      return never(note)
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

export async function deliver(tx: Tx, situation: Situation, lines: readonly Line[]): Promise<void> {
  const pairing = situation.ticketPairing ?? situation.attempt?.pairing ?? situation.pairing
  await deliveries(tx).write(
    lines.map(({ level, message, details }) => ({
      level,
      message,
      details: Object.fromEntries(Object.entries(details).map(([k, v]) => [k, String(v)])),
      integrationId: pairing?.integrationId ?? null,
      vulnerabilityId: situation.vulnerability.id,
    })),
  )
}

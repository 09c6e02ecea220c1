import { sql } from 'kysely'
import { must } from '../lib/must.ts'
import { settleAttempts } from './attempt.ts'
import type { Executor } from './database.ts'
import { insertDeliveries, type Delivery } from './delivery.ts'
import { insertHistory, type HistoryLine } from './history.ts'
import { bornTickets, type NewTicketRow } from './ticket.ts'
import { updateSending } from './vulnerability-sync.ts'

/** A ticket that is there from now on, and all that this means here. */
export interface Birth {
  readonly ticket: NewTicketRow
  /** The attempt that made it. */
  readonly attemptId: number
  /** How that is known; empty where the instance's answer says so. */
  readonly knownBy: string
  readonly lines: readonly Delivery[]
  readonly entry: HistoryLine
}

/**
 * Writes new tickets down with everything that must be true together with them: their attempts are
 * settled, their vulnerabilities sent, people told. One statement, since all the sending of a large
 * import goes through here. Ids of the tickets, in the order of `births`.
 */
export async function recordBirths(db: Executor, births: readonly Birth[]): Promise<number[]> {
  const settled = births.map(({ attemptId, knownBy }) => {
    return { id: attemptId, outcome: 'created' as const, reason: knownBy }
  })
  const sent = births.map(({ ticket }) => {
    return { id: ticket.vulnerabilityId, sending: 'sent' as const, reason: '' }
  })
  const { rows } = await sql<{ id: number; vulnerabilityId: number }>`
    /* births */
    with ${bornTickets(births.map(({ ticket }) => ticket))},
    settled as (${settleAttempts(settled)}),
    sent as (${updateSending(sent)}),
    delivered as (${insertDeliveries(births.flatMap(({ lines }) => lines))}),
    told as (${insertHistory(births.map(({ entry }) => entry))})
    select id, vulnerability_id as "vulnerabilityId" from born`.execute(db)
  const ids = new Map(rows.map(({ id, vulnerabilityId }) => [vulnerabilityId, id]))
  return births.map(({ ticket }) => must(ids.get(ticket.vulnerabilityId), 'the new ticket'))
}

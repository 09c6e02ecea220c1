import { claims } from './claims.ts'
import type { Evidence, Vulnerability } from './evidence.ts'
import { promises } from './promises.ts'
import { agree, isUnmapped, shouldHaveTicket } from './table.ts'
import { writesOf } from './writes.ts'

/** A promise that is broken, and for which vulnerability; 0: for none in particular. */
export interface Breach {
  readonly id: number
  readonly what: string
}

/** Whatever is not as it was promised, once the storm is over. */
export function verdicts(evidence: Evidence): Breach[] {
  return [
    ...evidence.vulnerabilities.flatMap((one) => {
      const wrong = [
        ...atRest(one),
        ...tickets(one, evidence),
        ...claims(one, evidence),
        ...promises(one, evidence),
        ...writesOf(one, evidence),
      ]
      return wrong.map((what) => ({ id: one.id, what }))
    }),
    ...unowned(evidence),
    ...forgotten(evidence),
  ]
}

/** What is still to be looked at, or still unknown, after so long a calm. */
function atRest({ mark, attempts }: Vulnerability): string[] {
  const isLooked = mark === null || mark.looked_revision >= mark.revision
  const isKnown = attempts.every(({ outcome }) => outcome !== 'open' && outcome !== 'unknown')
  return [
    ...(isLooked ? [] : [`still to be looked at, due at ${mark.due_at}`]),
    ...(isKnown ? [] : ['an attempt is still without an outcome']),
  ]
}

/** One ticket for who should have one, none for others, and both sides in agreement. */
function tickets(one: Vulnerability, { records, ledger, policy }: Evidence): string[] {
  const all = records.get(one.ticket_key) ?? []
  const { ticket } = one
  // A copy may be taken for the ticket where the first was deleted before anybody had heard of it.
  const real = all.filter(({ sys_id: id = '' }) => !ledger.copies.has(id) || id === ticket?.sys_id)
  if (real.length > 1) {
    return [`${real.length} tickets: ${real.map((record) => record['number']).join(', ')}`]
  }
  const [record] = real
  if (record === undefined) {
    const isDeleted = ticket !== null && ledger.deleted.has(ticket.sys_id)
    if (isDeleted) {
      const isHeard = ticket.condition === 'gone' || !ledger.isSwept
      return isHeard ? [] : ['its ticket was deleted, unnoticed']
    }
    if (shouldHaveTicket(one, policy)) return [`no ticket: ${one.sending} (${one.sending_reason})`]
    return ticket === null ? [] : [`${ticket.number} is nowhere to be found`]
  }
  if (ticket === null || ticket.sys_id !== record['sys_id']) {
    return [`the ticket is ${record['number']}, but the database has ${ticket?.number ?? 'none'}`]
  }
  if (ticket.condition !== 'living') return [`${ticket.number} lives, but is taken for gone`]
  return inAgreement(one, record['state'] ?? '')
}

function inAgreement({ status, ticket, sending }: Vulnerability, state: string): string[] {
  if (ticket === null || agree(status, state)) return []
  if (isUnmapped(status, state)) {
    const isAgreed = ticket.agreed_status === status && ticket.agreed_state === state
    // A closed ticket can't be moved by who works on tickets: then the refusal is on record.
    return isAgreed || sending === 'refused' ? [] : [`not agreed on: ${status} and state ${state}`]
  }
  return [`${status} here, but state ${state} in ServiceNow`]
}

/** Tickets of ours whose vulnerability does not exist; a restored backup may have lost some. */
function unowned({ vulnerabilities, records, ledger }: Evidence): Breach[] {
  const known = new Set(vulnerabilities.map((one) => one.ticket_key))
  return [...records.keys()]
    .filter((key) => !known.has(key) && !ledger.orphans.has(key))
    .map((key) => ({ id: 0, what: `a ticket that belongs to nothing: ${key}` }))
}

/** Findings of an applied import that are nowhere. */
function forgotten({ vulnerabilities, ledger }: Evidence): Breach[] {
  const there = new Set(vulnerabilities.map((one) => one.tool_id))
  return [...ledger.found]
    .filter((id) => !there.has(id))
    .map((id) => ({ id: 0, what: `the import of ${id} was applied, but it is not there` }))
}

import { outboundRow } from '../connection/mapping.ts'
import type { Mapping } from '../connection/mapping.ts'
import type { Attempt } from '../connection/attempt.ts'
import { NOT_PAIRED, whyUnsent } from '../connection/not-sent.ts'
import { SEVERITY_LABELS } from '../vulnerability/severity.ts'
import { isOpen, STATUS_LABELS } from '../vulnerability/status.ts'
import type { Status } from '../vulnerability/status.ts'
import type { CreateTicket } from './action.ts'
import { creationFields, promisedPriority, wantedCorrelationId, wishedFields } from './fields.ts'
import type { NotSent, Pairing, Situation } from './situation.ts'
import { wishKey } from './wish.ts'

/** The ticket that should be made now, or why none is. */
export type Verdict =
  | { readonly kind: 'create'; readonly action: CreateTicket }
  | { readonly kind: 'do_not'; readonly notSent: NotSent }

export function verdict(situation: Situation, repeats: Attempt | null = null): Verdict {
  const { pairing } = situation
  const reason = whyNoTicket(situation)
  if (reason !== null) return { kind: 'do_not', notSent: reason }
  if (pairing === null) throw new TypeError('a ticket without a pairing')
  const action = creation(situation, pairing, repeats)
  const refusal = situation.refusals.find(({ wish }) => wish === action.wish)
  if (refusal === undefined) return { kind: 'create', action }
  return { kind: 'do_not', notSent: { sending: 'refused', reason: refusal.words } }
}

/** Why a vulnerability without a ticket gets none; null if it gets one. */
export function whyNoTicket(situation: Situation): NotSent | null {
  const { vulnerability, pairing, sentByHand, held, policy, creatingStopped } = situation
  const { status, severity } = vulnerability
  if (situation.archivedAt !== null) return none('Archived')
  const unsent = whyUnsent(status, pairing !== null)
  if (unsent !== null || pairing === null) return none(unsent ?? NOT_PAIRED)
  const isMappedByHand = sentByHand && outboundRow(pairing.mapping, status) !== null
  if (!isOpen(status) && !isMappedByHand) {
    return none(`${STATUS_LABELS[status]} only moves a ticket that exists`)
  }
  if (!isMappedByHand && held) {
    return { sending: 'held', reason: questionOf(situation) }
  }
  if (!isMappedByHand && !policy.send) {
    return { sending: 'excluded', reason: 'The policy sends no vulnerabilities' }
  }
  if (!isMappedByHand && (severity === 'NOTIFICATION' || !policy.severities.includes(severity))) {
    const reason = `The policy does not send severity ${SEVERITY_LABELS[severity]}`
    return { sending: 'excluded', reason }
  }
  return creatingStopped === null ? null : { sending: 'held', reason: creatingStopped }
}

function questionOf({ heldByImport }: Situation): string {
  if (heldByImport === null) return 'Found before the asset was paired: send it?'
  return `Import ${heldByImport} opens many tickets at once: send it?`
}

/** Why "Sync with defect tracker" can't be done; null if it can. The policy doesn't matter to it. */
export function whyNotByHand(status: Status, mapping: Mapping | null): string | null {
  if (mapping === null) return NOT_PAIRED
  if (outboundRow(mapping, status) !== null) return null
  return `Status ${STATUS_LABELS[status]} is not mapped to a state of the ServiceNow project`
}

function creation(situation: Situation, pairing: Pairing, repeats: Attempt | null): CreateTicket {
  const { mapping, mappingId, table, instanceId } = pairing
  const { vulnerability, statusChange, ticket } = situation
  const generation = repeats?.generation ?? situation.generation
  const fields = creationFields(situation, mapping)
  const followsUp = ticket === null ? {} : { work_notes: `Follow-up ticket of ${ticket.number}` }
  return {
    kind: 'create_ticket',
    pairing,
    generation,
    correlationId: wantedCorrelationId(situation),
    fields: { ...fields, ...followsUp },
    sent: wishedFields(situation, mapping),
    promisedPriority: promisedPriority(situation, mapping),
    status: vulnerability.status,
    // A new status is a new occasion: what was refused then may be accepted now.
    wish: wishKey(
      'create',
      instanceId,
      table,
      mappingId,
      generation,
      fields,
      statusChange.changedAt,
    ),
    repeats,
  }
}

function none(reason: string): NotSent {
  return { sending: 'none', reason }
}

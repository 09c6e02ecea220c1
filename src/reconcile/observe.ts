import type { Attempt } from '../connection/attempt.ts'
import type { SysId, Ticket } from '../connection/ticket.ts'
import type { Severity } from '../vulnerability/severity.ts'
import type { SituationRow } from '../store/situation.ts'
import type { Attempted, Observed, Pairing, Situation } from './situation.ts'

export interface Circumstances {
  readonly now: Date
  readonly publicUrl: string
  readonly unknownOutcomeSeconds: number
  readonly observed: Observed | null
  readonly looked: Attempted['looked']
}

/** Puts what the database says and what was read in this look into the words of a plan. */
export function situationOf(row: SituationRow, circumstances: Circumstances): Situation {
  const { now, publicUrl, unknownOutcomeSeconds, observed, looked } = circumstances
  const ticket = ticketOf(row)
  const attempt = attemptOf(row)
  return {
    now,
    installationId: row.installation_id,
    prefix: typeof row.prefix === 'string' ? row.prefix : '[CONVISO]',
    vulnerability: {
      id: row.id,
      assetId: row.asset_id,
      ticketKey: row.ticket_key,
      title: row.title,
      description: row.description,
      solution: row.solution,
      reference: row.reference,
      category: row.category,
      type: row.type,
      severity: row.severity,
      status: row.status,
      riskAcceptedUntil: row.risk_accepted_until,
      evidence: row.evidence,
    },
    assetName: row.asset_name,
    link: `${publicUrl}/spa/vulnerabilities/${row.id}`,
    statusChange: {
      reason: row.status_reason,
      actor: row.status_actor,
      changedAt: row.status_changed_at,
    },
    archivedAt: row.archived_at,
    sending: { sending: row.sending, reason: row.sending_reason },
    policy: { send: row.policy_send, severities: row.policy_severities as Severity[] },
    held: row.held,
    heldByImport: row.held_import_id,
    sentByHand: row.sent_by_hand,
    creatingStopped: row.creating_stopped,
    generation: row.generation,
    unknownOutcomeSeconds,
    pairing: pairingOf(row),
    ticket,
    ticketSeenAt: row.ticket_seen_at,
    mayBeForgotten: row.may_be_forgotten,
    ticketPairing: ticket === null ? null : wayTo(row, ticket.instanceId, ticket.table, 'ticket'),
    observed: observed ?? stored(ticket),
    attempt:
      attempt === null
        ? null
        : { attempt, pairing: wayTo(row, attempt.instanceId, attempt.table, 'attempt'), looked },
    knownSysIds: row.known_sys_ids as SysId[],
    copies: row.copies as { sysId: SysId; number: string }[],
    said: row.said,
    refusals: row.refusals,
  }
}

function stored(ticket: Ticket | null): Observed | null {
  if (ticket === null || ticket.reading === null) return null
  return { kind: 'stored', reading: ticket.reading }
}

function pairingOf(row: SituationRow): Pairing | null {
  const { pairing_table: table, pairing_mapping: mapping, pairing_mapping_id: mappingId } = row
  if (table === null || mapping === null || mappingId === null) return null
  if (row.instance_id === null || row.integration_id === null) return null
  return {
    instanceId: row.instance_id,
    integrationId: row.integration_id,
    integrationName: row.integration_name ?? '',
    usable: row.integration_state === 'connected',
    heard: row.pairing_heard,
    table,
    tableLabel: row.pairing_label ?? table,
    mappingId,
    mapping,
  }
}

/**
 * The way to a record on `table`: by the asset's project while it leads to the same instance. On
 * another table than the project's, the mapping that the record was made with goes on.
 */
function wayTo(
  row: SituationRow,
  instanceId: number,
  table: string,
  what: 'ticket' | 'attempt',
): Pairing | null {
  const pairing = pairingOf(row)
  if (pairing === null || pairing.instanceId !== instanceId) return null
  if (pairing.table === table) return pairing
  const mapping = what === 'ticket' ? row.ticket_mapping : row.attempt_mapping
  const mappingId = what === 'ticket' ? row.ticket_mapping_id : row.attempt_mapping_id
  if (mapping === null || mappingId === null) return null
  const tableLabel = what === 'ticket' ? (row.ticket_label ?? table) : table
  return { ...pairing, table, tableLabel, mapping, mappingId }
}

function ticketOf(row: SituationRow): Ticket | null {
  if (row.ticket_id === null || row.ticket_sys_id === null || row.agreed_status === null)
    return null
  return {
    id: row.ticket_id,
    vulnerabilityId: row.id,
    instanceId: row.ticket_instance_id ?? 0,
    table: row.ticket_table ?? '',
    sysId: row.ticket_sys_id as SysId,
    number: row.ticket_number ?? '',
    generation: row.ticket_generation ?? 1,
    mappingId: row.ticket_mapping_id ?? 0,
    condition: row.ticket_condition ?? 'living',
    agreed: {
      status: row.agreed_status,
      state: row.agreed_state ?? '',
      sent: row.sent_fields ?? {},
      underWay: row.under_way,
    },
    reading: row.reading,
    writtenModCount: row.written_mod_count ?? -1,
  }
}

function attemptOf(row: SituationRow): Attempt | null {
  if (row.attempt_id === null || row.attempt_sys_id === null) return null
  return {
    id: row.attempt_id,
    vulnerabilityId: row.id,
    instanceId: row.attempt_instance_id ?? 0,
    table: row.attempt_table ?? '',
    generation: row.attempt_generation ?? 1,
    sysId: row.attempt_sys_id as SysId,
    correlationId: row.attempt_correlation_id ?? '',
    mappingId: row.attempt_mapping_id ?? 0,
    sentAt: row.attempt_sent_at ?? new Date(0),
    deadline: row.attempt_deadline ?? new Date(0),
    outcome: row.attempt_outcome ?? 'open',
  }
}

import { correlationId } from '../connection/correlation.ts'
import type { Mapping } from '../connection/mapping.ts'
import type { Agreed, Reading, SysId, Ticket, UnderWay } from '../connection/ticket.ts'
import type { Status } from '../vulnerability/status.ts'
import type { Vulnerability } from '../vulnerability/vulnerability.ts'
import type { Attempt } from '../connection/attempt.ts'
import { wishedFields } from './fields.ts'
import type { Attempted, Found, Pairing, Situation } from './situation.ts'

/** Situations to start tests from: all is well, and a test says only what differs. */

export const NOW = new Date('2026-11-23T12:00:00Z')
export const INSTALLATION = '0f8fad5b-d9cb-469f-a165-70867728950e'
export const SYS_ID = sysId(1)
export const TICKET_KEY = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
export const OURS = correlationId(INSTALLATION, TICKET_KEY)

export function sysId(ordinal: number): SysId {
  return ordinal.toString(16).padStart(32, '0') as SysId
}

export const aVulnerability: Vulnerability = {
  id: 42,
  assetId: 7,
  ticketKey: TICKET_KEY,
  title: 'SQL injection in login',
  description: 'User input reaches a query.',
  solution: 'Bind parameters.',
  reference: 'https://cwe.mitre.org/data/definitions/89.html',
  category: 'CWE-89',
  type: 'SAST',
  severity: 'HIGH',
  status: 'IDENTIFIED',
  riskAcceptedUntil: null,
  evidence: { fileName: 'src/login.js', firstLine: 12, codeSnippet: 'db.query(sql)' },
}

const row = (state: string, fields = {}, hops: Mapping['outbound']['IDENTIFIED']['hops'] = []) => {
  return { state, fields, hops }
}

/** Incident as the form fills it, without a row for Fixed. State 8 is mapped to nothing. */
export const aMapping: Mapping = {
  outbound: {
    IDENTIFIED: row('1'),
    IN_PROGRESS: row('2'),
    AWAITING_VALIDATION: row('3'),
    RISK_ACCEPTED: row('6', { close_code: 'Accepted', close_notes: '{reason} ({actor})' }),
    FALSE_POSITIVE: row('9'),
  },
  inbound: {
    '1': 'IDENTIFIED',
    '2': 'IN_PROGRESS',
    '3': 'AWAITING_VALIDATION',
    '6': 'RISK_ACCEPTED',
    '9': 'FALSE_POSITIVE',
    '7': 'ignore',
  },
  severities: {
    LOW: { impact: '3', urgency: '2', priority: '4' },
    MEDIUM: { impact: '2', urgency: '2', priority: '3' },
    HIGH: { impact: '1', urgency: '2', priority: '2' },
    CRITICAL: { impact: '1', urgency: '1', priority: '1' },
  },
  priorityBy: 'lookup',
  creation: { assignment_group: 'appsec' },
  winner: 'servicenow',
  riskAcceptedDays: 90,
  lengths: { short_description: 160, description: 4000 },
  stateLabels: { '1': 'New', '2': 'In Progress', '3': 'On Hold', '6': 'Resolved', '7': 'Closed' },
}

export function aPairing(mapping: Partial<Mapping> = {}): Pairing {
  return {
    instanceId: 1,
    integrationId: 5,
    integrationName: 'ServiceNow',
    usable: true,
    heard: true,
    table: 'incident',
    tableLabel: 'Incident',
    mappingId: 11,
    mapping: { ...aMapping, ...mapping },
  }
}

/** A paired asset's new vulnerability, about to get its ticket. */
export function unsent(differences: Partial<Situation> = {}): Situation {
  return {
    now: NOW,
    installationId: INSTALLATION,
    prefix: '[CONVISO]',
    vulnerability: aVulnerability,
    assetName: 'shop',
    link: 'https://lockstep.example/spa/vulnerabilities/42',
    statusChange: {
      reason: 'seen',
      actor: { kind: 'person', id: 'p1', name: 'Ada' },
      changedAt: new Date('2026-11-20T08:00:00Z'),
    },
    archivedAt: null,
    sending: { sending: 'none', reason: '' },
    policy: { send: true, severities: ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] },
    held: false,
    heldByImport: null,
    sentByHand: false,
    creatingStopped: null,
    generation: 1,
    unknownOutcomeSeconds: 330,
    pairing: aPairing(),
    ticket: null,
    ticketSeenAt: null,
    mayBeForgotten: false,
    ticketPairing: null,
    observed: null,
    attempt: null,
    knownSysIds: [],
    copies: [],
    said: [],
    refusals: [],
    ...differences,
  }
}

export interface Moves {
  /** Our status now, and the one agreed on. */
  readonly ours?: Status
  readonly agreedStatus?: Status
  /** The ticket's state now, and the one agreed on. */
  readonly theirs?: string
  readonly agreedState?: string
  readonly underWay?: UnderWay
  readonly mapping?: Partial<Mapping>
  readonly kind?: 'fresh' | 'stored'
  readonly reading?: Partial<Reading>
  readonly ticket?: Partial<Ticket>
}

/** A vulnerability whose ticket says the same, but for `moves`; freshly read. */
export function inStep(moves: Moves = {}, differences: Partial<Situation> = {}): Situation {
  const {
    ours = 'IDENTIFIED',
    agreedStatus = 'IDENTIFIED',
    theirs = '1',
    agreedState = '1',
  } = moves
  const pairing = aPairing(moves.mapping)
  const base = unsent({ vulnerability: { ...aVulnerability, status: ours }, pairing })
  const sent = wishedFields(base, pairing.mapping)
  const reading = aReading(theirs, { ...sent, priority: '2' }, moves.reading)
  const ticket = aTicket(
    { status: agreedStatus, state: agreedState, sent, underWay: moves.underWay ?? null },
    moves.ticket,
  )
  return {
    ...base,
    sending: { sending: 'sent', reason: '' },
    ticket,
    ticketPairing: pairing,
    knownSysIds: [ticket.sysId],
    observed: { kind: moves.kind ?? 'fresh', reading },
    ...differences,
  }
}

export function aReading(
  state: string,
  fields: object,
  differences: Partial<Reading> = {},
): Reading {
  return {
    state,
    fields: { ...fields, correlation_id: OURS },
    modCount: 3,
    updatedOn: '2026-11-23 11:59:00',
    updatedBy: 'beth.anglin',
    ...differences,
  }
}

export function aTicket(agreed: Agreed, differences: Partial<Ticket> = {}): Ticket {
  return {
    id: 100,
    vulnerabilityId: 42,
    instanceId: 1,
    table: 'incident',
    sysId: SYS_ID,
    number: 'INC0010001',
    generation: 1,
    mappingId: 11,
    condition: 'living',
    agreed,
    reading: null,
    writtenModCount: 3,
    ...differences,
  }
}

export function anAttempt(differences: Partial<Attempt> = {}): Attempt {
  return {
    id: 200,
    vulnerabilityId: 42,
    instanceId: 1,
    table: 'incident',
    generation: 1,
    sysId: SYS_ID,
    correlationId: OURS,
    mappingId: 11,
    sentAt: NOW,
    deadline: new Date(NOW.getTime() + 60_000),
    outcome: 'unknown',
    ...differences,
  }
}

/** An attempt that was sent `secondsAgo`, and what looking for it just now has found. */
export function attempted(secondsAgo: number, found: readonly Found[] | null = null): Attempted {
  const sentAt = new Date(NOW.getTime() - secondsAgo * 1000)
  const looked = found === null ? null : { at: NOW, found }
  return { attempt: anAttempt({ sentAt }), pairing: aPairing(), looked }
}

export function aFound(id: SysId, differences: Partial<Found> = {}): Found {
  return {
    sysId: id,
    number: 'INC0010001',
    createdOn: '2026-11-23 11:59:00',
    reading: aReading('1', {}, { modCount: 0 }),
    ...differences,
  }
}

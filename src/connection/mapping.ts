import type { MappedSeverity } from '../vulnerability/severity.ts'
import type { Status } from '../vulnerability/status.ts'

/** The statuses a pairing maps, in form order. Fixed is ours and optional; only Identified is required. */
export const MAPPED_STATUSES = [
  'IDENTIFIED',
  'IN_PROGRESS',
  'AWAITING_VALIDATION',
  'RISK_ACCEPTED',
  'FALSE_POSITIVE',
  'FIX_ACCEPTED',
] as const satisfies readonly Status[]
export type MappedStatus = (typeof MAPPED_STATUSES)[number]

/** A state to pass through, with the fields the instance wants on the way. */
export interface Hop {
  readonly state: string
  readonly fields: Readonly<Record<string, string>>
}

/** Where a status leads in ServiceNow. `fields` may hold `{id}`, `{title}`, `{reason}`, `{actor}`. */
export interface OutboundRow extends Hop {
  /** Intermediate states, in order, for tables that refuse the direct way. */
  readonly hops: readonly Hop[]
}

export interface SeverityRow {
  readonly impact: string
  readonly urgency: string
  /** What the form promised the instance would compute, or, without a lookup, what is sent. */
  readonly priority: string
}

/** How one asset's vulnerabilities and one table's tickets translate into each other. */
export interface Mapping {
  readonly outbound: Readonly<Partial<Record<MappedStatus, OutboundRow>>> & {
    readonly IDENTIFIED: OutboundRow
  }
  /** ServiceNow state → our status. A state that is not here is unmapped: it changes nothing. */
  readonly inbound: Readonly<Record<string, MappedStatus | 'ignore'>>
  readonly severities: Readonly<Record<MappedSeverity, SeverityRow>>
  /** `lookup`: the instance computes priority from impact and urgency; `direct`: we send it too. */
  readonly priorityBy: 'lookup' | 'direct'
  /** Extra fields for a new ticket: assignment group, category, caller … */
  readonly creation: Readonly<Record<string, string>>
  /** When both sides moved. */
  readonly winner: 'servicenow' | 'platform'
  /** Days until reanalysis when ServiceNow accepts a risk. */
  readonly riskAcceptedDays: number
  /** Field lengths of the table in characters, read from the instance at Save. */
  readonly lengths: Readonly<Record<string, number>>
  /** The instance's labels of the states, for people; read at Save. */
  readonly stateLabels: Readonly<Record<string, string>>
}

export function outboundRow(mapping: Mapping, status: Status): OutboundRow | null {
  const rows: Readonly<Partial<Record<Status, OutboundRow>>> = mapping.outbound
  return rows[status] ?? null
}

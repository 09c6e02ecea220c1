import {
  SEVERITY_LABELS,
  STATUS_LABELS,
  type MappedSeverity,
  type MappedStatus,
  type VulnerabilityRow,
} from '../../http/contract.ts'
import type { TicketRecord } from './instance.ts'
import type { DemoProject } from './projects.ts'

/** Both halves of one vulnerability, each read from its own side. */
export interface Row {
  readonly vulnerability: number
  readonly severity: string
  readonly status: string
  readonly table: string
  readonly number: string
  readonly shortDescription: string
  readonly impact: string
  readonly urgency: string
  readonly priority: string
  readonly state: string
  readonly agrees: boolean
}

/** A length of ServiceNow's own: what it keeps of a short description. */
const SHORT_DESCRIPTION = 160

export function rowOf(
  project: DemoProject,
  vulnerability: VulnerabilityRow,
  tickets: readonly TicketRecord[],
): Row {
  const { id, severity, status } = vulnerability
  const mine = tickets.filter((one) => one.shortDescription.startsWith(`[CONVISO] ${id} - `))
  const ticket = mine[0]
  return {
    vulnerability: id,
    severity: SEVERITY_LABELS[severity],
    status: STATUS_LABELS[status],
    table: project.table,
    number: ticket?.number ?? '',
    shortDescription: ticket?.shortDescription ?? '',
    impact: ticket?.impact ?? '',
    urgency: ticket?.urgency ?? '',
    priority: ticket?.priority ?? '',
    state: ticket?.stateLabel ?? '',
    agrees: mine.length === 1 && ticket !== undefined && agrees(project, vulnerability, ticket),
  }
}

function agrees(project: DemoProject, row: VulnerabilityRow, ticket: TicketRecord): boolean {
  const { outbound, severities } = project.mapping
  const wanted = severities[row.severity as MappedSeverity]
  const title = `[CONVISO] ${row.id} - ${row.title}`.slice(0, SHORT_DESCRIPTION)
  return (
    ticket.shortDescription === title &&
    ticket.state === outbound[row.status as MappedStatus]?.state &&
    ticket.impact === wanted.impact &&
    ticket.urgency === wanted.urgency &&
    ticket.priority === wanted.priority
  )
}

/** A table for people: `vulnerability half | ticket half | agree?`. */
export function tableOf(rows: readonly Row[]): string {
  const head = [
    'ID',
    'Severity',
    'Status',
    '|',
    'Ticket',
    'Short description',
    'I',
    'U',
    'P',
    'State',
    '| Agree',
  ]
  const lines = rows.map((row) => [
    String(row.vulnerability),
    row.severity,
    row.status,
    '|',
    row.number,
    row.shortDescription.length > 48
      ? `${row.shortDescription.slice(0, 47)}…`
      : row.shortDescription,
    row.impact,
    row.urgency,
    row.priority,
    row.state,
    row.agrees ? '| yes' : '| NO',
  ])
  const widths = head.map((_, at) =>
    Math.max(...[head, ...lines].map((line) => line[at]?.length ?? 0)),
  )
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

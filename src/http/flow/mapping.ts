import { inboundFrom, mappingWarnings } from '../../connection/inbound-map.ts'
import { MAPPED_STATUSES, type Mapping, type OutboundRow } from '../../connection/mapping.ts'
import { MAPPED_SEVERITIES, SEVERITY_LABELS } from '../../vulnerability/severity.ts'
import { STATUS_LABELS } from '../../vulnerability/status.ts'
import { badRequest, type FieldError } from '../problem.ts'
import type { TableDetail } from './table-detail.ts'

/** What the form holds. */
export interface MappingInput {
  readonly outbound: Partial<Record<keyof Mapping['outbound'], OutboundRow | undefined>>
  readonly inbound?: Mapping['inbound'] | undefined
  readonly severities: Mapping['severities']
  readonly creation: Mapping['creation']
  readonly winner: Mapping['winner']
  readonly riskAcceptedDays: number
}

/** Makes a mapping of what a person chose and what the table is, or says what does not fit. */
export function mappingOf(input: MappingInput, table: TableDetail): Mapping {
  const problems = [...badStates(input, table), ...badSeverities(input, table)]
  const identified = input.outbound.IDENTIFIED
  if (problems.length > 0 || identified === undefined) {
    throw badRequest(
      problems[0]?.detail ?? 'The Identified status must be mapped.',
      'Choose from what ServiceNow offers; open the form again if it changed there.',
      problems,
    )
  }
  const rows = Object.fromEntries(
    MAPPED_STATUSES.flatMap((status) => {
      const row = input.outbound[status]
      return row === undefined ? [] : [[status, row]]
    }),
  )
  const outbound = { ...rows, IDENTIFIED: identified }
  return {
    outbound,
    inbound: input.inbound ?? inboundFrom(outbound, table.name),
    severities: input.severities,
    priorityBy: table.lookup.source === 'none' ? 'direct' : 'lookup',
    creation: input.creation,
    winner: input.winner,
    riskAcceptedDays: input.riskAcceptedDays,
    lengths: lengthsOf(table),
    stateLabels: Object.fromEntries(table.states.map(({ value, label }) => [value, label])),
  }
}

export function warningsOf(mapping: Mapping, table: string): string[] {
  const label = (state: string) => mapping.stateLabels[state] ?? state
  return mappingWarnings(mapping.outbound, mapping.inbound, table, label, (s) => STATUS_LABELS[s])
}

/** Fields left out of the form keep a table's usual lengths. */
function lengthsOf({ fields }: TableDetail): Record<string, number> {
  const known = fields.flatMap(({ name, maxLength }) =>
    maxLength === null ? [] : [[name, maxLength]],
  )
  return { short_description: 160, description: 4000, ...Object.fromEntries(known) }
}

function badStates(input: MappingInput, { states }: TableDetail): FieldError[] {
  const known = new Set(states.map(({ value }) => value))
  return MAPPED_STATUSES.flatMap((status) => {
    const row = input.outbound[status]
    if (row === undefined) return []
    return [row, ...row.hops]
      .filter(({ state }) => !known.has(state))
      .map(({ state }) => ({
        pointer: `/mapping/outbound/${status}/state`,
        detail: `${STATUS_LABELS[status]} leads to state "${state}", which the table does not have.`,
      }))
  })
}

/** A table without choices for impact or urgency takes whatever is written. */
function badSeverities(input: MappingInput, table: TableDetail): FieldError[] {
  const offered = {
    impact: new Set(table.impacts.map(({ value }) => value)),
    urgency: new Set(table.urgencies.map(({ value }) => value)),
    priority: new Set(table.priorities.map(({ value }) => value)),
  }
  return MAPPED_SEVERITIES.flatMap((severity) =>
    (['impact', 'urgency', 'priority'] as const).flatMap((field) => {
      const value = input.severities[severity][field]
      if (offered[field].size === 0 || offered[field].has(value)) return []
      const detail = `${SEVERITY_LABELS[severity]}: ${field} "${value}" is not one of the table's.`
      return [{ pointer: `/mapping/severities/${severity}/${field}`, detail }]
    }),
  )
}

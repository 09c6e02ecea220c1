import {
  MAPPED_SEVERITIES,
  MAPPED_STATUSES,
  type MappedSeverity,
  type MappedStatus,
  type MappingInput,
  type MappingView,
  type TableDetail,
} from '../../../../../src/http/contract.ts'
import { usualState } from './defaults.ts'
import { filledInbound, inboundOf, type Inbound } from './inbound.ts'
import { DEFAULT_PRIORITY, chosen, promised, type SeverityDraft } from './priority.ts'

export type FieldDrafts = Readonly<Record<string, string>>
export interface HopDraft {
  readonly state: string
  readonly fields: FieldDrafts
}
export interface RowDraft extends HopDraft {
  readonly hops: readonly HopDraft[]
}

/** The form as a person sees it: every row is there, an empty state means "not mapped". */
export interface MappingDraft {
  readonly outbound: Readonly<Record<MappedStatus, RowDraft>>
  /** Only what differs from the filled map, so that the rest follows the rows above. */
  readonly inboundEdits: Readonly<Record<string, Inbound>>
  readonly severities: Readonly<Record<MappedSeverity, SeverityDraft>>
  readonly creation: FieldDrafts
  readonly winner: 'servicenow' | 'platform'
  readonly riskAcceptedDays: number
}

const EMPTY_ROW: RowDraft = { state: '', fields: {}, hops: [] }

/** What a new project starts with: states by their labels, priorities by the instance's lookup. */
export function freshDraft(table: TableDetail): MappingDraft {
  return {
    outbound: byStatus((status) => ({ ...EMPTY_ROW, state: usualState(table.states, status) })),
    inboundEdits: {},
    severities: bySeverity((severity) => chosen(table.lookup, DEFAULT_PRIORITY[severity])),
    creation: {},
    winner: 'servicenow',
    riskAcceptedDays: 90,
  }
}

/** A saved mapping, opened again. The promised priority is read anew from the instance's lookup. */
export function draftOf(saved: MappingView, table: TableDetail): MappingDraft {
  const outbound = byStatus((status) => saved.outbound[status] ?? EMPTY_ROW)
  const filled = filledInbound(outbound, table.name)
  const edits: Record<string, Inbound> = {}
  for (const state of new Set([...Object.keys(filled), ...Object.keys(saved.inbound)])) {
    const now = saved.inbound[state] ?? ''
    if (now !== (filled[state] ?? '')) edits[state] = now
  }
  return {
    outbound,
    inboundEdits: edits,
    severities: bySeverity((severity) => promised(table.lookup, saved.severities[severity])),
    creation: saved.creation,
    winner: saved.winner,
    riskAcceptedDays: saved.riskAcceptedDays,
  }
}

/** What Save sends. Rows without a state stay out: an unmapped status makes no call. */
export function inputOf(draft: MappingDraft, table: string): MappingInput {
  const outbound: MappingInput['outbound'] = {}
  for (const status of MAPPED_STATUSES) {
    const { state, fields, hops } = draft.outbound[status]
    if (state === '') continue
    outbound[status] = {
      state,
      fields: { ...fields },
      hops: hops.map((hop) => ({ state: hop.state, fields: { ...hop.fields } })),
    }
  }
  return {
    outbound,
    inbound: inboundOf(draft, table),
    severities: { ...draft.severities },
    creation: { ...draft.creation },
    winner: draft.winner,
    riskAcceptedDays: draft.riskAcceptedDays,
  }
}

function byStatus(make: (status: MappedStatus) => RowDraft): MappingDraft['outbound'] {
  const [first, second, third, fourth, fifth, sixth] = MAPPED_STATUSES
  return {
    [first]: make(first),
    [second]: make(second),
    [third]: make(third),
    [fourth]: make(fourth),
    [fifth]: make(fifth),
    [sixth]: make(sixth),
  }
}

function bySeverity(make: (severity: MappedSeverity) => SeverityDraft): MappingDraft['severities'] {
  const [first, second, third, fourth] = MAPPED_SEVERITIES
  return {
    [first]: make(first),
    [second]: make(second),
    [third]: make(third),
    [fourth]: make(fourth),
  }
}

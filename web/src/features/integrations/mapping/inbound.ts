import { MAPPED_STATUSES, type MappedStatus } from '../../../../../src/http/contract.ts'

/** What a state of ServiceNow does to us; the empty string: not mapped, a line is written. */
export type Inbound = MappedStatus | 'ignore' | ''

interface Outbound {
  readonly outbound: Readonly<Record<MappedStatus, { readonly state: string }>>
}
interface Draft extends Outbound {
  readonly inboundEdits: Readonly<Record<string, Inbound>>
}

/** The map filled from the rows above: the first status in form order that leads to a state. */
export function filledInbound(
  outbound: Outbound['outbound'],
  table: string,
): Record<string, MappedStatus | 'ignore'> {
  const filled: Record<string, MappedStatus | 'ignore'> = {}
  if (table === 'incident') filled['7'] = 'ignore'
  for (const status of MAPPED_STATUSES) {
    const { state } = outbound[status]
    if (state !== '') filled[state] ??= status
  }
  return filled
}

/** The whole map as it would be saved. */
export function inboundOf(draft: Draft, table: string): Record<string, MappedStatus | 'ignore'> {
  const all: Record<string, MappedStatus | 'ignore'> = filledInbound(draft.outbound, table)
  for (const [state, edit] of Object.entries(draft.inboundEdits)) {
    if (edit === '') delete all[state]
    else all[state] = edit
  }
  return all
}

/** An edit that says what the filled map says anyway is no edit: it would stop following it. */
export function editInbound(
  draft: Draft,
  table: string,
  state: string,
  value: Inbound,
): Record<string, Inbound> {
  const edits = { ...draft.inboundEdits }
  if (value === (filledInbound(draft.outbound, table)[state] ?? '')) delete edits[state]
  else edits[state] = value
  return edits
}

/** States that more than one status leads to, with those statuses in form order. */
export function sharedStates(
  outbound: Outbound['outbound'],
): { state: string; statuses: MappedStatus[] }[] {
  const byState = new Map<string, MappedStatus[]>()
  for (const status of MAPPED_STATUSES) {
    const { state } = outbound[status]
    if (state !== '') byState.set(state, [...(byState.get(state) ?? []), status])
  }
  return [...byState]
    .filter(([, statuses]) => statuses.length > 1)
    .map(([state, statuses]) => ({ state, statuses }))
}

/** The instance moves resolved incidents to Closed by itself, so this would judge without a person. */
export function judgesByItself(table: string, state: string, value: Inbound): boolean {
  const judged = value === 'RISK_ACCEPTED' || value === 'FALSE_POSITIVE'
  return table === 'incident' && state === '7' && judged
}

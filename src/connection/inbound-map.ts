import { MAPPED_STATUSES, type Mapping, type MappedStatus } from './mapping.ts'

type Inbound = Mapping['inbound']
type States = Readonly<Partial<Record<MappedStatus, { readonly state: string }>>>

/** Statuses in which a vulnerability's work has ended. */
const FINAL: readonly MappedStatus[] = ['RISK_ACCEPTED', 'FALSE_POSITIVE', 'FIX_ACCEPTED']

/** Incident's Closed: the instance itself closes resolved incidents after about a day. */
const CLOSED_BY_ITSELF: Readonly<Record<string, string>> = { incident: '7' }

/**
 * The way back, filled from the way there: each state means the first status in form order that
 * leads to it. A state that the instance reaches by itself is ignored.
 */
export function inboundFrom(outbound: States, table: string): Inbound {
  const inbound: Record<string, MappedStatus | 'ignore'> = {}
  for (const status of MAPPED_STATUSES) {
    const state = outbound[status]?.state
    if (state !== undefined) inbound[state] ??= status
  }
  const closed = CLOSED_BY_ITSELF[table]
  if (closed !== undefined) inbound[closed] = 'ignore'
  return inbound
}

/** What a person should know before saving, in whole sentences. */
export function mappingWarnings(
  outbound: States,
  inbound: Inbound,
  table: string,
  labelOf: (state: string) => string,
  statusLabel: (status: MappedStatus) => string,
): string[] {
  const sharing = new Map<string, MappedStatus[]>()
  for (const status of MAPPED_STATUSES) {
    const state = outbound[status]?.state
    if (state !== undefined) sharing.set(state, [...(sharing.get(state) ?? []), status])
  }
  const shared = [...sharing].flatMap(([state, statuses]) => {
    if (statuses.length < 2) return []
    const names = statuses.map(statusLabel).join(', ')
    const back = inbound[state]
    const meaning =
      back === undefined || back === 'ignore'
        ? 'changes nothing here'
        : `becomes ${statusLabel(back)}`
    return [
      `${names} all lead to ${labelOf(state)}: a ticket that is moved there by hand ${meaning}.`,
    ]
  })
  const closed = CLOSED_BY_ITSELF[table]
  const closedMeans = closed === undefined ? undefined : inbound[closed]
  const closes =
    closed === undefined ||
    closedMeans === undefined ||
    closedMeans === 'ignore' ||
    !FINAL.includes(closedMeans)
      ? []
      : [
          `ServiceNow closes resolved incidents by itself after some days: ${labelOf(closed)} would then make vulnerabilities ${statusLabel(closedMeans)} although nobody decided so.`,
        ]
  return [...shared, ...closes]
}

import type { Acknowledged } from '../ledger.ts'
import type { Evidence, Vulnerability } from './evidence.ts'

const LABELS: Readonly<Record<string, string>> = {
  CREATED: 'Created',
  DRAFT: 'Draft',
  IDENTIFIED: 'Identified',
  IN_PROGRESS: 'In Progress',
  AWAITING_VALIDATION: 'Awaiting Validation',
  FIX_ACCEPTED: 'Fixed',
  RISK_ACCEPTED: 'Risk Accepted',
  FALSE_POSITIVE: 'False Positive',
  SUPPRESSED: 'Suppressed',
}

/** Every change that was acknowledged is present, and no status came from nowhere. */
export function promises(one: Vulnerability, evidence: Evidence): string[] {
  const mine = evidence.acknowledged.get(one.id) ?? []
  return [
    ...statuses(one, mine),
    ...texts(one, mine, evidence.ledger.asked),
    ...chain(one),
    ...shown(one, evidence),
  ]
}

/**
 * What the ticket is called, unless a person called it otherwise. What we called it before a backup
 * came back that does not know of it cannot be told from what a person did.
 */
function shown(
  { id, title, ticket }: Vulnerability,
  { bySysId, edits, writes, ledger }: Evidence,
): string[] {
  if (ticket === null || ticket.condition !== 'living') return []
  const byHand = edits.get(ticket.sys_id)?.some(({ fields }) => 'short_description' in fields)
  const called = bySysId.get(ticket.sys_id)?.['short_description']
  const wanted = `[CONVISO] ${id} - ${title}`
  const isForgotten = writes
    .get(ticket.sys_id)
    ?.some(({ at, fields }) => at < ledger.restoredAt && fields['short_description'] === called)
  if (byHand === true || isForgotten === true || called === undefined || called === wanted)
    return []
  return [`the ticket is called "${called}", and should be "${wanted}"`]
}

function statuses({ history }: Vulnerability, mine: readonly Acknowledged[]): string[] {
  const asked = mine.filter(({ kind }) => kind === 'status')
  const wanted = new Set(asked.map(({ value }) => value))
  return [...wanted].flatMap((status) => {
    const promised = asked.filter(({ value }) => value === status).length
    const there = history.filter(
      ({ kind, actor, message }) =>
        kind === 'status' && actor === 'api_key' && movedTo(message) === LABELS[status],
    ).length
    return there >= promised ? [] : [`${promised} moves to ${status} acknowledged, ${there} there`]
  })
}

/** Or what was asked for since and never answered, which may be done. */
function texts(
  one: Vulnerability,
  mine: readonly Acknowledged[],
  asked: readonly Acknowledged[],
): string[] {
  return (['title', 'severity'] as const).flatMap((field) => {
    const last = mine.findLast(({ kind }) => kind === field)
    if (last === undefined || one[field] === last.value) return []
    const isAsked = asked.some(({ at, kind, id, value }) => {
      return at > last.at && kind === field && id === one.id && value === one[field]
    })
    if (isAsked) return []
    return [`${field} "${last.value}" was acknowledged, and is "${one[field]}"`]
  })
}

/** Each move begins where the one before it ended, and the last one ends where we are. */
function chain({ history, status }: Vulnerability): string[] {
  const moves = history.filter(({ kind }) => kind === 'status')
  const broken = moves.filter(({ message }, n) => {
    const next = moves[n + 1]
    const end = next === undefined ? LABELS[status] : movedFrom(next.message)
    return movedTo(message) !== end
  })
  return broken.map(({ message }) => `the timeline breaks after "${message}"`)
}

function movedFrom(message: string): string {
  return /from (.+?) to /.exec(message)?.[1] ?? ''
}

function movedTo(message: string): string {
  return / to (.+?)(?: until \S+)?$/.exec(message)?.[1] ?? ''
}

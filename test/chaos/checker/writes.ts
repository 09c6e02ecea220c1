import type { Write } from '../tail.ts'
import type { Evidence, Vulnerability } from './evidence.ts'

/** Writes without a change behind them, and creates that were repeated although it was answered. */
export function writesOf(one: Vulnerability, { writes, ledger, records }: Evidence): string[] {
  const { ticket, history, deliveries, ticket_key: key } = one
  const since = ledger.restoredAt
  const posts = (writes.get(key) ?? []).filter(({ at }) => at > since)
  const repeated = posts.slice(0, -1).filter((post) => !isUnsure(post) && post.status === 201)
  const gone = (records.get(key) ?? []).length === 0
  const wasDeleted = [...ledger.deleted].some((sysId) => posts.some((post) => post.sysId === sysId))
  const double =
    repeated.length === 0 || gone || wasDeleted || one.sent_by_hand
      ? []
      : [`created again although the first was answered at ${time(repeated[0])}`]
  if (ticket === null) return double
  const patches = (writes.get(ticket.sys_id) ?? []).filter(({ method, at }) => {
    return method !== 'POST' && at > since
  })
  const told = deliveries.filter(({ message }) => {
    return / updated in ServiceNow$|^Work note added/.test(message)
  }).length
  const changes = history.filter(({ kind, actor }) => {
    return ['status', 'edited', 'created', 'archived'].includes(kind) && actor !== 'integration'
  }).length
  const untold = patches.length - told - patches.filter(isUnsure).length
  return [
    ...double,
    ...(told > changes ? [`${told} writes for ${changes} changes`] : []),
    ...(since === 0 && untold > 0 ? [`${untold} writes that nobody told of`] : []),
  ]

  /** Whoever sent it may never have heard what came of it. */
  function isUnsure(write: Write): boolean {
    return (
      write.fault !== '' ||
      write.status !== 200 + Number(write.method === 'POST') ||
      ledger.isTroubled(write.at) ||
      ledger.isTroubled(write.at + write.durationMs)
    )
  }
}

function time(write: Write | undefined): string {
  return new Date(write?.at ?? 0).toISOString()
}

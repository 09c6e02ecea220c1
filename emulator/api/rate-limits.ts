import type { Actor } from '../actor.ts'
import type { Incoming } from '../http.ts'
import type { Instance } from '../instance.ts'
import { Refusal } from '../refusal.ts'
import type { Row } from '../store/sorted-rows.ts'

const HOUR_MS = 3_600_000

/** What an administrator calls each API in a rule; a rule that names none is for all of them. */
const NAMES: Readonly<Record<string, string>> = {
  table: 'Table API',
  stats: 'Aggregate API',
  attachment: 'Attachment API',
  import: 'Import Set API',
  batch: 'Batch API',
}

/**
 * Counts the request against the rules of sys_rate_limit_rules. Answers with the headers that a
 * matching rule adds; refuses what is over its limit. Remaining requests are never told.
 */
export function countAgainstLimits(
  instance: Instance,
  actor: Actor,
  incoming: Incoming,
  api: string,
): Readonly<Record<string, string>> {
  const table = instance.database.must('sys_rate_limit_rules')
  if (table.size === 0) return {}
  const rule = [...table.rows()].find((row) => isFor(row, actor, incoming, NAMES[api] ?? api))
  if (rule === undefined) return {}
  const now = instance.clock.nowMs()
  const hour = Math.floor(now / HOUR_MS)
  const key = `${rule['sys_id'] ?? ''} ${actor.userId} ${hour}`
  const count = (instance.requestCounts.get(key) ?? 0) + 1
  instance.requestCounts.set(key, count)
  const limit = Number(rule['request_limit'])
  const reset = ((hour + 1) * HOUR_MS) / 1000
  const headers = {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Reset': String(reset),
    'X-RateLimit-Rule': rule['sys_id'] ?? '',
  }
  if (count <= limit) return headers
  const what = rule['rest_api'] === '' ? (NAMES[api] ?? api) : (rule['rest_api'] ?? '')
  const detail = `Rate limit of ${limit} requests per hour for ${what} exceeded`
  const wait = Math.max(1, Math.ceil(reset - now / 1000))
  throw new Refusal(429, 'Rate limit exceeded', detail, { ...headers, 'Retry-After': String(wait) })
}

function isFor(rule: Row, actor: Actor, { method }: Incoming, api: string): boolean {
  if (rule['active'] !== 'true') return false
  const matches = (field: string, value: string): boolean =>
    rule[field] === '' || rule[field] === value
  return matches('rest_api', api) && matches('method', method) && matches('user', actor.userId)
}

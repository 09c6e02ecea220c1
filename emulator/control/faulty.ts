import type { Reply } from '../http.ts'
import type { ArmedFault } from './faults.ts'

/** What goes out on the wire: a reply, or nothing at all. */
export type Outcome = Reply | Slow | 'drop' | 'hang'

export interface Slow {
  readonly slowly: Reply
  readonly overMs: number
}

export interface FaultWorld {
  /** Does what the request asks, as if there were no fault. */
  work(): Reply
  revokeTokens(which: 'access' | 'all'): void
  wait(ms: number): Promise<void>
  /** Runs later, unless the instance has stopped by then. */
  later(ms: number, work: () => void): void
}

/** Plays one fault out. Whether the request is carried out, and when, is what tells them apart. */
export async function playFault(fault: ArmedFault, world: FaultWorld): Promise<Outcome> {
  switch (fault.kind) {
    case 'status':
      return statusReply(fault)
    case 'commit-then-timeout':
      world.work()
      return 'hang'
    case 'commit-then-drop':
      world.work()
      return 'drop'
    case 'commit-then-status':
      world.work()
      return statusReply(fault)
    case 'status-then-commit':
      world.later(fault.delayMs ?? 1000, () => world.work())
      return statusReply(fault)
    case 'drop':
      return 'drop'
    case 'delay':
      await world.wait(fault.delayMs ?? 1000)
      return world.work()
    case 'slow-bytes':
      return { slowly: world.work(), overMs: fault.delayMs ?? 1000 }
    case 'tls-error':
      // On a connection that was there before, which can only be cut.
      return 'drop'
    case 'broken-json':
      return broken(world.work())
    case 'empty-body':
      return { ...world.work(), status: 200, body: '' }
    case 'hibernating':
      return HIBERNATING
    case 'revoke-tokens':
      world.revokeTokens(fault.which ?? 'all')
      return world.work()
    default:
      return fault.kind satisfies never
  }
}

const MESSAGES: Readonly<Record<number, readonly [message: string, detail: string | null]>> = {
  429: ['Rate limit exceeded', 'Rate limit of 100 requests per hour for Table API exceeded'],
  500: [
    'Transaction cancelled: maximum execution time exceeded',
    'maximum execution time exceeded',
  ],
}

function statusReply({ status = 500, retryAfter, message, detail }: ArmedFault): Reply {
  const retry = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }
  const isBare = status === 429 && retryAfter === undefined
  const stock = isBare ? undefined : MESSAGES[status]
  const words = message === undefined ? stock : ([message, detail ?? null] as const)
  if (words === undefined) {
    // Gateways and full queues answer without JSON.
    const body = `<html><head><title>${status}</title></head><body>${status}</body></html>`
    return { status, headers: { 'Content-Type': 'text/html', ...retry }, body }
  }
  const headers = { 'Content-Type': 'application/json;charset=UTF-8', ...retry }
  const error = { message: words[0], detail: words[1] }
  return { status, headers, body: JSON.stringify({ error, status: 'failure' }) }
}

/** A list that was cut off while it was streamed: rows, then an error where the next row should be. */
function broken(reply: Reply): Reply {
  const error =
    '{"error":{"message":"Transaction cancelled: maximum execution time exceeded",' +
    '"detail":"maximum execution time exceeded Check logs for error trace or enable ' +
    'glide.rest.debug property to verify REST request processing"},"status":"failure"}'
  return { ...reply, status: 200, body: `${reply.body.toString().replace(/\]?\}$/, '')},${error}` }
}

const HIBERNATING: Reply = {
  status: 200,
  headers: { 'Content-Type': 'text/html;charset=UTF-8' },
  body: `<!DOCTYPE html><html><head><title>Instance Hibernating page</title></head><body>
<h1>Your instance is hibernating!</h1>
<p>Log in to the <a href="https://developer.servicenow.com">Developer Site</a> to wake your instance.</p>
</body></html>`,
}

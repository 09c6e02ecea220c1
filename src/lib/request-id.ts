import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'

const current = new AsyncLocalStorage<readonly string[]>()

/** As many as one look remembers: the first ones lead to what happened. */
export const MOST_REQUEST_IDS = 8

/**
 * Does `work` in the name of `ids`: what it marks, delivers and logs can be traced back to them.
 * The one thing that is not an argument: it says nothing to the code it passes through.
 */
export function inTheNameOf<T>(ids: readonly string[], work: () => T): T {
  return current.run(ids.slice(0, MOST_REQUEST_IDS), work)
}

/** In whose name we work; empty where nobody asked. */
export function requestIds(): readonly string[] {
  return current.getStore() ?? []
}

/** For what nobody asked for: a poll, a sweep, a look after a pause. */
export function ownRequestId(what: string): string {
  return `${what}-${randomUUID()}`
}

/** What somebody sends as its request id, if it is fit for logs and lines; else null. */
export function saneRequestId(given: unknown): string | null {
  return typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given) ? given : null
}

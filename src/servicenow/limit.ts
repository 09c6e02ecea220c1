import { backoff } from '../lib/backoff.ts'
import { never } from '../lib/never.ts'

/** How many requests an instance bears at the moment, and from when on. */
export interface Limit {
  readonly max: number
  readonly width: number
  readonly pausedUntil: Date | null
  readonly reason: string | null
  /** Requests in a row that found no living instance. */
  readonly failures: number
  /** Good answers since the width last changed. */
  readonly calm: number
}

/** How a request ended, as far as the instance's strength is concerned. */
export type LaneOutcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'busy'; readonly retryAfterMs: number | null }
  | { readonly kind: 'dead'; readonly reason: string }
  /** The connection broke under the request. The instance may go on with it for a while. */
  | { readonly kind: 'cut_off'; readonly reason: string }
  /** We stopped waiting. The instance may not have: the lane stays taken until its end. */
  | { readonly kind: 'abandoned' }
  /** Nothing was sent after all. */
  | { readonly kind: 'unused' }

/** From so many on, one request at a time asks whether the instance is back. */
export const PROBE_FROM = 3
const CALM_PER_LANE = 10
const BUSY = { baseMs: 2_000, capMs: 120_000 }
const DEAD = { baseMs: 1_000, capMs: 60_000 }

export function calmLimit(max: number): Limit {
  return { max, width: max, pausedUntil: null, reason: null, failures: 0, calm: 0 }
}

/** Lanes that may be taken now. */
export function openLanes(limit: Limit, now: Date): number {
  if (limit.pausedUntil !== null && limit.pausedUntil > now) return 0
  return limit.failures >= PROBE_FROM ? 1 : limit.width
}

/** Whether a good answer has nothing to teach, so that it costs no write. */
export function isCalm(limit: Limit): boolean {
  return limit.width >= limit.max && limit.failures === 0
}

/**
 * The limit after one more answer: halved where the instance is overwhelmed, one
 * lane wider after a calm while, paused for longer and longer where it is dead.
 */
export function after(limit: Limit, outcome: LaneOutcome, now: Date, random: number): Limit {
  switch (outcome.kind) {
    case 'ok':
      return recovered(limit)
    case 'busy':
      return halved(limit, outcome.retryAfterMs, now, random)
    case 'dead':
    case 'cut_off':
      return weakened(limit, outcome.reason, now, random)
    case 'abandoned':
    case 'unused':
      return limit
    default:
      return never(outcome)
  }
}

/** Never shortens a pause that is already in force. */
export function paused(limit: Limit, until: Date, reason: string): Limit {
  if (limit.pausedUntil !== null && limit.pausedUntil >= until) return limit
  return { ...limit, pausedUntil: until, reason }
}

/** A pause that the instance itself asked for stays. */
export function revived(limit: Limit): Limit {
  return limit.failures === 0 ? limit : { ...limit, failures: 0, ...NOT_PAUSED }
}

function recovered(limit: Limit): Limit {
  const calm = limit.calm + 1
  const alive = revived(limit)
  if (limit.width >= limit.max) return { ...alive, width: limit.max, calm: 0 }
  return calm < CALM_PER_LANE * limit.width
    ? { ...alive, calm }
    : { ...alive, width: limit.width + 1, calm: 0 }
}

const NOT_PAUSED = { pausedUntil: null, reason: null }

function halved(limit: Limit, retryAfterMs: number | null, now: Date, random: number): Limit {
  const waitMs = retryAfterMs ?? backoff(1, BUSY, random)
  const until = new Date(now.getTime() + waitMs)
  // Requests that were in flight together are refused together: they halve once.
  const first = limit.pausedUntil === null || limit.pausedUntil <= now
  const width = first ? Math.max(1, Math.floor(limit.width / 2)) : limit.width
  return paused({ ...limit, width, calm: 0, failures: 0 }, until, 'the instance asked us to wait')
}

function weakened(limit: Limit, reason: string, now: Date, random: number): Limit {
  const isPaused = limit.pausedUntil !== null && limit.pausedUntil > now
  // The others that were in flight say nothing new.
  if (isPaused) return limit
  const failures = limit.failures + 1
  const next = { ...limit, failures, calm: 0 }
  if (failures < PROBE_FROM) return next
  const waitMs = backoff(failures - PROBE_FROM + 1, DEAD, random)
  return paused(next, new Date(now.getTime() + waitMs), reason)
}

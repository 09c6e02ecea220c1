export interface Backoff {
  readonly baseMs: number
  readonly capMs: number
}

/**
 * How long to wait after the `failures`-th failure in a row (counted from 1).
 *
 * Doubles up to the cap, then takes a random part of the upper half: callers that failed together
 * do not come back together, and none comes back at once. `random` is in [0, 1).
 */
export function backoff(failures: number, { baseMs, capMs }: Backoff, random: number): number {
  const doublings = Math.max(0, failures - 1)
  // 2 ** doublings is Infinity for absurd counts; the cap brings it back.
  const full = Math.min(capMs, baseMs * 2 ** doublings)
  return Math.round(full / 2 + (full / 2) * random)
}

import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

/** A timer of Node's comes up to so much late. */
const LATE_MS = 1

/**
 * Lets so much time pass and, if `exactly`, next to nothing more: who measures against it counts
 * every millisecond. That keeps a core busy for the last one.
 */
export async function pass(ms: number, exactly: boolean): Promise<void> {
  if (!exactly) return sleep(ms)
  const until = performance.now() + ms
  if (ms > LATE_MS) await sleep(ms - LATE_MS)
  while (performance.now() < until) await nextTurn()
}

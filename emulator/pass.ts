import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

/** A timer of Node's comes up to so much late, and never early by more than that. */
const LATE_MS = 1

/** Lets so much time pass, and next to nothing more: who measures against it counts every millisecond. */
export async function pass(ms: number): Promise<void> {
  const until = performance.now() + ms
  if (ms > LATE_MS) await sleep(ms - LATE_MS)
  while (performance.now() < until) await nextTurn()
}

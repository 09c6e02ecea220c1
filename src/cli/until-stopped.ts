import type { Log } from '../log.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Ctrl+C reaches every process of a terminal, and those in front of us pass it on as well: what
 * comes again so soon is the same wish.
 */
const SAME_WISH_MS = 1_000

/** What is not over by then others take up, as if we had been killed. */
const STOPPED_WITHIN_MS = 9_700

/** Resolves at the first SIGINT or SIGTERM; a later second one, or time, ends the process at once. */
export async function untilStopped(log: Log): Promise<void> {
  await new Promise<void>((resolve) => {
    let stoppingSince: number | null = null
    const stop = (signal: NodeJS.Signals) => {
      if (stoppingSince === null) {
        stoppingSince = performance.now()
        log.info({ signal }, 'stopping')
        // Of no weight: what has stopped earlier ends earlier.
        setTimeout(() => process.exit(0), STOPPED_WITHIN_MS).unref()
        resolve()
      } else if (performance.now() - stoppingSince > SAME_WISH_MS) {
        process.exit(1)
      }
    }
    for (const name of SIGNALS) process.on(name, stop)
  })
}

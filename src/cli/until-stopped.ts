import type { Log } from '../log.ts'

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export async function untilStopped(log: Log): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = (signal: NodeJS.Signals) => {
      log.info({ signal }, 'stopping')
      for (const name of SIGNALS) process.once(name, () => process.exit(1))
      resolve()
    }
    for (const name of SIGNALS) process.once(name, stop)
  })
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

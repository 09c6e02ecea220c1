import type { Core } from './core.ts'

/** How long requests in flight may take to end; writing down what came of them needs the rest. */
const IN_FLIGHT_MS = 6_000
/** After so long what has not stopped is left as a kill would leave it. */
const PATIENCE_MS = 8_000

/**
 * Stops what a process does so that others can go on with it, within ten seconds whatever an
 * instance does. Nobody waits for a lane any more; what is in flight may end; a write that has not
 * by then is of unknown outcome, as after a kill, and is looked for before it is tried again.
 */
export async function handOver(
  { lanes, http, log }: Pick<Core, 'lanes' | 'http' | 'log'>,
  stops: readonly (() => Promise<void>)[],
  inFlightMs = IN_FLIGHT_MS,
): Promise<void> {
  lanes.stop()
  const giveUp = setTimeout(() => http.giveUp(), inFlightMs)
  const patience = Promise.withResolvers<'too long'>()
  const leave = setTimeout(() => patience.resolve('too long'), PATIENCE_MS)
  try {
    const stopped = Promise.all(stops.map((stop) => stop()))
    const end = await Promise.race([stopped, patience.promise])
    if (end === 'too long') log.warn('what could not be stopped in time is left as it is')
  } finally {
    clearTimeout(giveUp)
    clearTimeout(leave)
  }
}

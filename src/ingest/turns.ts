/** This process is to end. In the words that people are told about their import. */
export class Stopped extends Error {
  override readonly name = 'Stopped'

  constructor() {
    super('Lockstep was stopped before this report was read. Nothing was changed: import it again.')
  }
}

/** Gives a place back. */
export type Leave = () => void

/** Places for so many at once; the others wait in the order in which they came. */
export interface Turns {
  /** A place, if one is free and nobody waits for it. */
  takeNow(): Leave | null
  /** A place, when it is one's turn. */
  wait(): Promise<Leave>
  /** Throws once all is stopped: what takes long asks now and then. */
  goOn(): void
  /** Nobody gets a place any more, and who waits for one is sent away. */
  stop(): void
}

interface Waiter {
  readonly give: (leave: Leave) => void
  readonly fail: (reason: Stopped) => void
}

export function turns(places: number): Turns {
  const waiting: Waiter[] = []
  let free = places
  let isStopped = false
  const taken = (): Leave => {
    let isLeft = false
    return () => {
      if (isLeft) return
      isLeft = true
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next.give(taken())
    }
  }
  return {
    takeNow() {
      if (free === 0 || isStopped) return null
      free -= 1
      return taken()
    },
    wait() {
      if (isStopped) return Promise.reject(new Stopped())
      if (free > 0) {
        free -= 1
        return Promise.resolve(taken())
      }
      return new Promise((give, fail) => waiting.push({ give, fail }))
    },
    goOn() {
      if (isStopped) throw new Stopped()
    },
    stop() {
      isStopped = true
      for (const { fail } of waiting.splice(0)) fail(new Stopped())
    },
  }
}

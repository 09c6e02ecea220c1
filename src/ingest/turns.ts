/** Gives a place back. */
export type Leave = () => void

/** Places for so many at once; the others wait in the order in which they came. */
export interface Turns {
  /** A place, if one is free and nobody waits for it. */
  takeNow(): Leave | null
  /** A place, when it is one's turn. */
  wait(): Promise<Leave>
  /** Nobody gets a place any more, and who waits for one is sent away with `reason`. */
  stop(reason: Error): void
}

interface Waiter {
  readonly give: (leave: Leave) => void
  readonly fail: (reason: Error) => void
}

export function turns(places: number): Turns {
  const waiting: Waiter[] = []
  let free = places
  let stopped: Error | null = null
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
      if (free === 0 || stopped !== null) return null
      free -= 1
      return taken()
    },
    wait() {
      if (stopped !== null) return Promise.reject(stopped)
      if (free > 0) {
        free -= 1
        return Promise.resolve(taken())
      }
      return new Promise((give, fail) => waiting.push({ give, fail }))
    },
    stop(reason) {
      stopped = reason
      for (const { fail } of waiting.splice(0)) fail(reason)
    },
  }
}

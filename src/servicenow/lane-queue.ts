import { sleep } from '../lib/sleep.ts'
import { PRIORITIES, type Lane, type Wish } from './limiter.ts'

export interface Waiter {
  readonly wish: Wish
  readonly rank: number
  /** It knows that its turn comes soon. */
  isTold: boolean
  /** A lane of this process is being handed over to it. */
  isCalled: boolean
  readonly give: (lane: Lane) => void
  readonly fail: (error: unknown) => void
  readonly giveUpAt: number
}

/** Those of this process who wait for a lane of one instance, the most urgent first. */
export interface Queue {
  readonly waiters: Waiter[]
  isServed: boolean
  /** A lane of this process has become free since the store was last asked. */
  isWoken: boolean
  /** Another process was let go first: until then nothing is asked for. */
  yieldsUntil: number
  /** Ends the server's pause early. */
  resume: () => void
}

export function emptyQueue(): Queue {
  return { waiters: [], isServed: false, isWoken: false, yieldsUntil: 0, resume: () => {} }
}

export function wake(queue: Queue | undefined): void {
  if (queue === undefined) return
  queue.isWoken = true
  queue.resume()
}

/** Who goes next, of those that no lane is being handed over to. */
export function firstOf({ waiters }: Queue): Waiter | undefined {
  return waiters.find(({ isCalled }) => !isCalled)
}

export function tell(waiter: Waiter): void {
  if (waiter.isTold) return
  waiter.isTold = true
  waiter.wish.onCalled?.()
}

/** Tells the first who has not been told. */
export function tellNext(queue: Queue | undefined): void {
  const next = queue?.waiters.find(({ isTold }) => !isTold)
  if (next !== undefined) tell(next)
}

export function rankOf({ priority = 'sync' }: Wish): number {
  return PRIORITIES.indexOf(priority)
}

export function join(queue: Queue, wish: Wish, maxWaitMs: number): Promise<Lane> {
  return new Promise<Lane>((resolve, reject) => {
    const waiter: Waiter = {
      wish,
      rank: rankOf(wish),
      isTold: false,
      isCalled: false,
      give: resolve,
      fail: reject,
      giveUpAt: performance.now() + maxWaitMs,
    }
    const behind = queue.waiters.findIndex(({ rank }) => rank > waiter.rank)
    queue.waiters.splice(behind === -1 ? queue.waiters.length : behind, 0, waiter)
    wish.signal?.addEventListener(
      'abort',
      () => {
        if (leave(queue, waiter)) reject(wish.signal?.reason)
      },
      { once: true },
    )
  })
}

export function leave(queue: Queue, waiter: Waiter): boolean {
  const at = queue.waiters.indexOf(waiter)
  if (at !== -1) queue.waiters.splice(at, 1)
  return at !== -1
}

/** Whoever gave up while the lane was being fetched leaves it to the others. */
export async function deliver(queue: Queue, waiter: Waiter, lane: Lane): Promise<void> {
  if (leave(queue, waiter)) waiter.give(lane)
  else await lane.release({ kind: 'unused' })
}

export async function pauseFor(queue: Queue, ms: number): Promise<void> {
  const woken = Promise.withResolvers<void>()
  const early = new AbortController()
  queue.resume = () => {
    woken.resolve()
  }
  if (!queue.isWoken) await Promise.race([woken.promise, sleep(ms, early.signal).catch(() => {})])
  queue.isWoken = false
  early.abort()
}

import { sleep } from '../lib/sleep.ts'
import { PRIORITIES, type Lane, type Wish } from './limiter.ts'

interface Waiter {
  readonly wish: Wish
  readonly rank: number
  readonly give: (lane: Lane) => void
  readonly fail: (error: unknown) => void
  readonly giveUpAt: number
}

/** Those of this process who wait for a lane of one instance, the most urgent first. */
export interface Queue {
  readonly waiters: Waiter[]
  isServed: boolean
  /** Ends the server's pause early: a lane of this process has become free. */
  wake: () => void
}

export function emptyQueue(): Queue {
  return { waiters: [], isServed: false, wake: () => {} }
}

export function join(queue: Queue, wish: Wish, maxWaitMs: number): Promise<Lane> {
  return new Promise<Lane>((resolve, reject) => {
    const waiter: Waiter = {
      wish,
      rank: PRIORITIES.indexOf(wish.priority ?? 'sync'),
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
  queue.wake = () => {
    woken.resolve()
  }
  await Promise.race([woken.promise, sleep(ms, early.signal).catch(() => {})])
  early.abort()
}

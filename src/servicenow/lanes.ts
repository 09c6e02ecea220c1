import { sleep } from '../lib/sleep.ts'
import { ServiceNowError } from './errors.ts'
import {
  PROBE_FROM,
  after,
  isCalm,
  paused,
  revived,
  type LaneOutcome,
  type Limit,
} from './limit.ts'
import { PRIORITIES, type Lane, type LaneStore, type Lanes, type Wish } from './limiter.ts'

export interface LanesOptions {
  readonly store: LaneStore
  /** How long to wait for a free lane before the work goes back to where it came from. */
  readonly maxWaitMs?: number
  readonly random?: () => number
}

interface Waiter {
  readonly wish: Wish
  readonly rank: number
  readonly give: (lane: Lane) => void
  readonly fail: (error: unknown) => void
  readonly giveUpAt: number
}

interface Queue {
  readonly waiters: Waiter[]
  isServed: boolean
  /** Ends the server's pause early: a lane of this process has become free. */
  wake: () => void
}

/** No lane, and how long it is pointless to ask again. */
interface Busy {
  readonly pausedMs: number
  readonly reason: string | null
}

/** A lane outlasts its request, whose clock starts a moment later. */
const MARGIN_MS = 1_000

/** How often a process asks again for lanes that other processes hold. */
const POLL_MS = 40

/**
 * Lanes over a shared store. A free lane costs one statement; only where there is
 * none does a process queue its own callers, the most urgent first, and asks the
 * store on behalf of them all.
 */
export function lanes(options: LanesOptions): Lanes {
  const { store, random = Math.random, maxWaitMs = 10_000 } = options
  const queues = new Map<string, Queue>()

  async function take(key: string, wish: Wish): Promise<Lane | Busy> {
    const taken = await store.take(key, {
      leaseMs: wish.timeoutMs + MARGIN_MS,
      leaveOneFree: wish.priority === 'backfill',
      probeFrom: PROBE_FROM,
    })
    const { lane, limit, now } = taken
    if (lane === null) return { pausedMs: pauseLeft(limit, now), reason: limit.reason }
    return {
      async release(outcome) {
        if (outcome.kind === 'abandoned') return
        // First the news, then the lane: nobody may slip in before a pause that was asked for.
        if (needsChange(outcome, limit)) {
          await store.change(key, (current, at) => after(current, outcome, at, random()))
        }
        await store.give(key, lane.slot, lane.fence)
        queues.get(key)?.wake()
      },
    }
  }

  async function serve(key: string, queue: Queue): Promise<void> {
    queue.isServed = true
    try {
      for (let waiter = queue.waiters[0]; waiter !== undefined; waiter = queue.waiters[0]) {
        const left = waiter.giveUpAt - performance.now()
        const got = left <= 0 ? null : await take(key, waiter.wish)
        if (got !== null && 'release' in got) {
          await deliver(queue, waiter, got)
        } else if (got === null || got.pausedMs > left) {
          remove(queue, waiter)
          waiter.fail(noLane(got))
        } else {
          await pauseFor(queue, Math.max(got.pausedMs, POLL_MS * (0.5 + random())))
        }
      }
    } catch (error) {
      for (const waiter of queue.waiters.splice(0)) waiter.fail(error)
    } finally {
      queue.isServed = false
      queues.delete(key)
    }
  }

  return {
    async acquire(key, wish) {
      wish.signal?.throwIfAborted()
      const queue = queues.get(key)
      if (queue === undefined) {
        const got = await take(key, wish)
        if ('release' in got) {
          if (wish.signal?.aborted !== true) return got
          await got.release({ kind: 'unused' })
        }
        wish.signal?.throwIfAborted()
        if (!('release' in got) && got.pausedMs > maxWaitMs) throw noLane(got)
      }
      return wait(queues, key, wish, maxWaitMs, serve)
    },
    async pauseUntil(key, until, reason) {
      await store.change(key, (limit) => paused(limit, until, reason))
    },
    async revive(key) {
      await store.change(key, revived)
    },
    state: (key) => store.state(key),
  }
}

function needsChange(outcome: LaneOutcome, limit: Limit): boolean {
  return outcome.kind === 'ok' ? !isCalm(limit) : outcome.kind !== 'unused'
}

function pauseLeft({ pausedUntil }: Limit, now: Date): number {
  return pausedUntil === null ? 0 : Math.max(0, pausedUntil.getTime() - now.getTime())
}

/** Joins the queue of this process, and serves it where nobody does. */
function wait(
  queues: Map<string, Queue>,
  key: string,
  wish: Wish,
  maxWaitMs: number,
  serve: (key: string, queue: Queue) => Promise<void>,
): Promise<Lane> {
  const queue = queues.get(key) ?? { waiters: [], isServed: false, wake: () => {} }
  queues.set(key, queue)
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
        if (remove(queue, waiter)) reject(wish.signal?.reason)
      },
      { once: true },
    )
    // Its own failures go to the waiters: nothing is left for anybody else to handle.
    if (!queue.isServed) void serve(key, queue)
  })
}

/** Whoever gave up while the lane was being fetched leaves it to the others. */
async function deliver(queue: Queue, waiter: Waiter, lane: Lane): Promise<void> {
  if (remove(queue, waiter)) waiter.give(lane)
  else await lane.release({ kind: 'unused' })
}

function remove(queue: Queue, waiter: Waiter): boolean {
  const at = queue.waiters.indexOf(waiter)
  if (at !== -1) queue.waiters.splice(at, 1)
  return at !== -1
}

async function pauseFor(queue: Queue, ms: number): Promise<void> {
  const woken = Promise.withResolvers<void>()
  const early = new AbortController()
  queue.wake = () => {
    woken.resolve()
  }
  await Promise.race([woken.promise, sleep(ms, early.signal).catch(() => {})])
  early.abort()
}

function noLane(busy: Busy | null): ServiceNowError {
  const { pausedMs, reason } = busy ?? { pausedMs: 0, reason: null }
  const facts = { kind: 'retry', code: 'paused', outcome: 'known' } as const
  if (pausedMs === 0) return new ServiceNowError('all lanes to the instance are taken', facts)
  return new ServiceNowError(`the instance is left alone for a moment: ${reason ?? 'paused'}`, {
    ...facts,
    retryAfterMs: pausedMs,
  })
}

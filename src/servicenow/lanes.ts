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
import {
  deliver,
  emptyQueue,
  firstOf,
  join,
  leave,
  pauseFor,
  rankOf,
  tell,
  tellNext,
  wake,
  type Queue,
} from './lane-queue.ts'
import { LaneMemory } from './lane-memory.ts'
import { Lease, MARGIN_MS } from './lease.ts'
import type { GoingOn, Lane, LaneStore, Lanes, Priority, Wish } from './limiter.ts'

export interface LanesOptions {
  readonly store: LaneStore
  /** How long anybody waits for a free lane; left out, as long as suits who asks. */
  readonly maxWaitMs?: number
  readonly random?: () => number
}

/** No lane, and how long it is pointless to ask again. */
interface Busy {
  readonly pausedMs: number
  readonly reason: string | null
}

/** A person would rather wait than ask again; work goes back to where it came from. */
const MAX_WAIT_MS = { person: 10_000, sync: 4_000, backfill: 4_000 } as const satisfies Record<
  Priority,
  number
>

/** How long lanes go from hand to hand within a process while others of the same rank wait. */
const HAND_OVER_MS = 1_000

/** How often a process asks again for lanes that other processes hold. */
const POLL_MS = 40

/**
 * Lanes over a shared store. A free lane costs one statement; only where there is
 * none does a process queue its own callers, the most urgent first, hands its own
 * lanes on to them, and asks the store on behalf of them all.
 */
export function lanes(options: LanesOptions): Lanes {
  const { store, random = Math.random } = options
  const queues = new Map<string, Queue>()
  const memory = new LaneMemory()
  let isStopped = false

  function maxWaitMs({ priority = 'sync' }: Wish): number {
    return options.maxWaitMs ?? MAX_WAIT_MS[priority]
  }

  async function take(key: string, wish: Wish): Promise<Lane | Busy> {
    const taking = { ...goingOnOf(wish), leaseMs: wish.timeoutMs + MARGIN_MS }
    const until = performance.now() + taking.leaseMs
    memory.asks(key)
    const asked = store.take(key, taking).finally(() => memory.asked(key))
    const { lane, limit, now } = await asked
    memory.took(key, limit, lane !== null)
    if (lane === null) return { pausedMs: pauseLeft(limit, now), reason: limit.reason }
    return laneOf(key, new Lease(store, key, lane, until), limit, wish)
  }

  function laneOf(key: string, lease: Lease, limit: Limit, { timeoutMs }: Wish): Lane {
    const takenAt = performance.now()
    return {
      endsAt: lease.endOf(timeoutMs),
      sent() {
        const queue = queues.get(key)
        if (queue !== undefined && queue.waiters.length > 0) lease.makeLonger(timeoutMs)
        if (memory.isAnswerSoon(key)) tellNext(queue)
      },
      async release(outcome) {
        memory.gave(key, performance.now() - takenAt, isAnswer(outcome))
        // First the news, then the lane: nobody may slip in before a pause that was asked for.
        if (needsChange(outcome, limit)) {
          await store.change(key, (current, at) => after(current, outcome, at, random()))
        }
        if (outcome.kind === 'abandoned') return
        if (outcome.kind === 'cut_off') {
          await lease.settled()
          return store.leave(key, lease.lane, memory.goesOnMs(key))
        }
        const isKept = await handOver(key, lease)
        if (!isKept) wake(queues.get(key))
      },
    }
  }

  /** To the next one in this process, where nobody goes first; else back to everybody. */
  async function handOver(key: string, lease: Lease): Promise<boolean> {
    const queue = queues.get(key)
    const next = queue === undefined ? undefined : firstOf(queue)
    if (queue === undefined || next === undefined) {
      await store.give(key, lease.lane)
      return false
    }
    next.isCalled = true
    tell(next)
    try {
      const { wish } = next
      if (!(await lease.outlasts(wish.timeoutMs))) return false
      const isLong = performance.now() - lease.since > HAND_OVER_MS
      const { open, limit } = await store.open(key, { ...goingOnOf(wish), isLong })
      const isOpen = lease.lane.slot <= open
      memory.took(key, limit, isOpen)
      if (isOpen) {
        await deliver(queue, next, laneOf(key, lease, limit, wish))
        return true
      }
      await store.give(key, lease.lane)
      // Long enough for whoever waits elsewhere to ask again before we do.
      if (isLong) queue.yieldsUntil = performance.now() + 2 * POLL_MS
      return false
    } finally {
      next.isCalled = false
    }
  }

  async function serve(key: string, queue: Queue): Promise<void> {
    queue.isServed = true
    try {
      while (queue.waiters.length > 0) {
        const waiter = firstOf(queue)
        const yieldMs = queue.yieldsUntil - performance.now()
        if (waiter === undefined || yieldMs > 0) {
          await pauseFor(queue, Math.max(POLL_MS, yieldMs))
          continue
        }
        const left = waiter.giveUpAt - performance.now()
        // Not called: most likely in vain, and a lane handed over meanwhile is for the first one.
        const got = left <= 0 ? null : await take(key, waiter.wish)
        if (got !== null && 'release' in got) {
          await deliver(queue, waiter, got)
        } else if (got === null || got.pausedMs > left) {
          leave(queue, waiter)
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

  /** Joins the queue of this process, and serves it where nobody does. */
  function wait(key: string, wish: Wish): Promise<Lane> {
    const queue = queues.get(key) ?? emptyQueue()
    queues.set(key, queue)
    const lane = join(queue, wish, maxWaitMs(wish))
    // Its own failures go to the waiters: nothing is left for anybody else to handle.
    if (!queue.isServed) void serve(key, queue)
    return lane
  }

  function refuseIfOver({ signal }: Wish): void {
    signal?.throwIfAborted()
    if (isStopped) throw stopping()
  }

  return {
    async acquire(key, wish) {
      refuseIfOver(wish)
      if (queues.has(key) || memory.hasAll(key)) return wait(key, wish)
      if (memory.isLikelyFree(key)) wish.onCalled?.()
      const got = await take(key, wish)
      if ('release' in got) {
        if (!isStopped && wish.signal?.aborted !== true) return got
        await got.release({ kind: 'unused' })
      }
      refuseIfOver(wish)
      if (!('release' in got) && got.pausedMs > maxWaitMs(wish)) throw noLane(got)
      return wait(key, wish)
    },
    stop() {
      isStopped = true
      for (const queue of queues.values()) {
        for (const waiter of queue.waiters.splice(0)) waiter.fail(stopping())
        wake(queue)
      }
    },
    waiting: () => new Map([...queues].map(([key, { waiters }]) => [key, waiters.length])),
    async pauseUntil(key, until, reason) {
      await store.change(key, (limit) => paused(limit, until, reason))
    },
    async revive(key) {
      await store.change(key, revived)
    },
    state: (key) => store.state(key),
  }
}

function goingOnOf(wish: Wish): Pick<GoingOn, 'rank' | 'probeFrom'> {
  return { rank: rankOf(wish), probeFrom: PROBE_FROM }
}

function needsChange(outcome: LaneOutcome, limit: Limit): boolean {
  return outcome.kind === 'ok'
    ? !isCalm(limit)
    : outcome.kind !== 'unused' && outcome.kind !== 'abandoned'
}

function isAnswer({ kind }: LaneOutcome): boolean {
  return kind === 'ok' || kind === 'busy'
}

function pauseLeft({ pausedUntil }: Limit, now: Date): number {
  return pausedUntil === null ? 0 : Math.max(0, pausedUntil.getTime() - now.getTime())
}

/** Nobody is waited for any more: the work goes back to where it came from. */
function stopping(): ServiceNowError {
  const facts = { kind: 'retry', code: 'paused', outcome: 'known' } as const
  return new ServiceNowError('this process is being stopped', facts)
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

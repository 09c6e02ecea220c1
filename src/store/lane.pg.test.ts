import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import { sleep } from '../lib/sleep.ts'
import { lanes } from '../servicenow/lanes.ts'
import type { Lane, Lanes, LaneStore } from '../servicenow/limiter.ts'
import type { Database } from './database.ts'
import { laneStore } from './lane.ts'

const WISH = { timeoutMs: 5_000 }

function process(database: Database, options: { max?: number; maxWaitMs?: number } = {}): Lanes {
  const { max = 4, maxWaitMs = 10_000 } = options
  const store: LaneStore = laneStore(database, max)
  return lanes({ store, maxWaitMs })
}

test('eight processes together never have more than four requests in flight', async ({
  database,
}) => {
  const key = randomUUID()
  let inFlight = 0
  let most = 0
  const request = async (all: Lanes) => {
    const lane = await all.acquire(key, WISH)
    inFlight += 1
    most = Math.max(most, inFlight)
    await sleep(5)
    inFlight -= 1
    await lane.release({ kind: 'ok' })
  }
  const processes = Array.from({ length: 8 }, () => process(database))
  await Promise.all(processes.flatMap((all) => Array.from({ length: 10 }, () => request(all))))
  expect(most).toBe(4)
})

test('the lane of a killed process stays taken until its request has timed out', async ({
  database,
}) => {
  const key = randomUUID()
  const killed = process(database, { max: 1 })
  await killed.acquire(key, { timeoutMs: -900 })
  const other = process(database, { max: 1, maxWaitMs: 30 })
  await expect(other.acquire(key, WISH)).rejects.toMatchObject({ code: 'paused' })
  await sleep(100)
  await expect(other.acquire(key, WISH)).resolves.toBeDefined()
})

test('a lane that has ended cannot be given back by its late holder', async ({ database }) => {
  const key = randomUUID()
  const all = process(database, { max: 1, maxWaitMs: 30 })
  const late = await all.acquire(key, { timeoutMs: -1_000 })
  await all.acquire(key, WISH)
  await late.release({ kind: 'ok' })
  await expect(all.acquire(key, WISH)).rejects.toMatchObject({ code: 'paused' })
})

test('nothing is sent by any process before Retry-After has passed', async ({ database }) => {
  const key = randomUUID()
  const [one, other] = [process(database), process(database)]
  const lane = await one.acquire(key, WISH)
  await lane.release({ kind: 'busy', retryAfterMs: 200 })
  const asked = performance.now()
  await (await other.acquire(key, WISH)).release({ kind: 'ok' })
  expect(performance.now() - asked).toBeGreaterThan(180)
  expect(await other.state(key)).toMatchObject({ width: 2 })
})

test('a long pause is answered at once, with the time that is left', async ({ database }) => {
  const key = randomUUID()
  const all = process(database)
  await all.pauseUntil(key, new Date(Date.now() + 60_000), 'asked')
  const failure = await all.acquire(key, WISH).catch((error: unknown) => error)
  expect(failure).toMatchObject({ kind: 'retry', code: 'paused' })
  expect((failure as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(55_000)
})

test('catching up uses every lane, and makes way for what people wait for elsewhere', async ({
  database,
}) => {
  const key = randomUUID()
  const [busy, other] = [process(database), process(database)]
  const backfill = { ...WISH, priority: 'backfill' } as const
  const held = await Promise.all([1, 2, 3, 4].map(() => busy.acquire(key, backfill)))
  const order: string[] = []
  const next = busy.acquire(key, backfill).then(() => order.push('backfill'))
  const urgent = other.acquire(key, { ...WISH, priority: 'sync' }).then(() => order.push('sync'))
  await sleep(100)
  await held[0]!.release({ kind: 'ok' })
  await urgent
  await held[1]!.release({ kind: 'ok' })
  await next
  expect(order).toEqual(['sync', 'backfill'])
})

test('whoever waits in another process gets a turn, however much goes on here', async ({
  database,
}) => {
  const key = randomUUID()
  const [busy, other] = [process(database, { max: 1 }), process(database, { max: 1 })]
  let isOver = false
  const request = async () => {
    while (!isOver) {
      const lane = await busy.acquire(key, WISH)
      await sleep(2)
      await lane.release({ kind: 'ok' })
    }
  }
  const going = [request(), request(), request()]
  await sleep(50)
  const lane = await other.acquire(key, WISH)
  isOver = true
  await lane.release({ kind: 'ok' })
  await Promise.all(going)
})

test('of those who wait in a process, the most urgent goes first', async ({ database }) => {
  const key = randomUUID()
  const all = process(database, { max: 1 })
  const held = await all.acquire(key, WISH)
  const order: string[] = []
  const wait = async (priority: 'person' | 'sync' | 'backfill') => {
    const lane: Lane = await all.acquire(key, { ...WISH, priority })
    order.push(priority)
    await lane.release({ kind: 'ok' })
  }
  const waiting = [wait('backfill'), wait('sync'), wait('person')]
  await sleep(60)
  await held.release({ kind: 'ok' })
  await Promise.all(waiting)
  expect(order).toEqual(['person', 'sync', 'backfill'])
})

test('whoever is next gets ready while the request before it is under way', async ({
  database,
}) => {
  const key = randomUUID()
  const all = process(database, { max: 1 })
  const first = await all.acquire(key, WISH)
  await first.release({ kind: 'ok' })
  const held = await all.acquire(key, WISH)
  const ready: string[] = []
  const wait = async (name: string) => {
    const lane = await all.acquire(key, { ...WISH, onCalled: () => ready.push(name) })
    await lane.release({ kind: 'ok' })
  }
  const next = wait('next')
  await sleep(20)
  const later = wait('later')
  await sleep(20)
  expect(ready).toEqual([])
  held.sent()
  expect(ready).toEqual(['next'])
  await held.release({ kind: 'ok' })
  await Promise.all([next, later])
  expect(ready).toEqual(['next', 'later'])
})

test('a dead instance is left alone, and asked by one request at a time', async ({ database }) => {
  const key = randomUUID()
  const all = process(database, { maxWaitMs: 2_000 })
  for (let n = 0; n < 3; n++) {
    await (await all.acquire(key, WISH)).release({ kind: 'dead', reason: 'nothing listens there' })
  }
  expect(await all.state(key)).toMatchObject({ failures: 3, reason: 'nothing listens there' })
  const probe = await all.acquire(key, WISH)
  const impatient = process(database, { maxWaitMs: 30 })
  await expect(impatient.acquire(key, WISH)).rejects.toMatchObject({ code: 'paused' })
  await probe.release({ kind: 'ok' })
  expect(await all.state(key)).toMatchObject({ failures: 0, pausedUntil: null, width: 4 })
})

test('whoever gives up while a lane is being fetched for them takes none with them', async ({
  database,
}) => {
  const key = randomUUID()
  const store: LaneStore = laneStore(database, 1)
  const released = Promise.withResolvers<void>()
  let fetched = 0
  const all = lanes({
    store: {
      ...store,
      async take(...asked) {
        if (fetched++ > 0) await released.promise
        return store.take(...asked)
      },
    },
  })
  const held = await all.acquire(key, WISH)
  const stop = new AbortController()
  const waiting = all.acquire(key, { ...WISH, signal: stop.signal })
  stop.abort(new Error('stopping'))
  await expect(waiting).rejects.toThrow('stopping')
  await held.release({ kind: 'ok' })
  expect(await all.state(key)).toMatchObject({ inFlight: 0 })
  released.resolve()
  await expect.poll(() => all.waiting().size).toBe(0)
  await expect.poll(() => all.state(key)).toMatchObject({ inFlight: 0 })
})

test('a different number of lanes in the configuration takes effect', async ({ database }) => {
  const key = randomUUID()
  await (await process(database, { max: 4 }).acquire(key, WISH)).release({ kind: 'ok' })
  const all = process(database, { max: 2, maxWaitMs: 30 })
  await all.acquire(key, WISH)
  await all.acquire(key, WISH)
  await expect(all.acquire(key, WISH)).rejects.toMatchObject({ code: 'paused' })
})

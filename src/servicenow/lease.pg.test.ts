import { randomUUID } from 'node:crypto'

import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import { sleep } from '../lib/sleep.ts'
import type { Database } from '../store/database.ts'
import { laneStore } from '../store/lane.ts'
import { lanes } from './lanes.ts'
import type { LaneStore } from './limiter.ts'

const WISH = { timeoutMs: 5_000 }

/** One lane, whose lease is made longer only after `disk` has let it. */
function behind(database: Database, disk: () => Promise<unknown>): LaneStore {
  const store: LaneStore = laneStore(database, 1)
  return {
    ...store,
    async renew(...asked) {
      await disk()
      return store.renew(...asked)
    },
  }
}

test('between an answer and the next request nobody waits for the disk', async ({ database }) => {
  const key = randomUUID()
  let renewals = 0
  const disk = async () => {
    if (renewals++ > 0) await new Promise(() => {})
  }
  const all = lanes({ store: behind(database, disk), maxWaitMs: 10_000 })
  const first = await all.acquire(key, WISH)
  const waiting = Array.from({ length: 5 }, async () => {
    const lane = await all.acquire(key, WISH)
    lane.sent()
    await lane.release({ kind: 'ok' })
  })
  await sleep(50)
  first.sent()
  await sleep(50)
  await first.release({ kind: 'ok' })
  await Promise.all(waiting)
  // What was being fetched meanwhile is given back a moment later.
  await expect.poll(() => all.state(key)).toMatchObject({ inFlight: 0 })
})

test('a lane is free when it was given back, however late its lease is made longer', async ({
  database,
}) => {
  const key = randomUUID()
  const all = lanes({ store: behind(database, () => sleep(200)), maxWaitMs: 10_000 })
  const lane = await all.acquire(key, WISH)
  const gaveUp = new AbortController()
  const waiting = all.acquire(key, { ...WISH, signal: gaveUp.signal })
  lane.sent()
  gaveUp.abort(new Error('gave up'))
  await expect(waiting).rejects.toThrow('gave up')
  await lane.release({ kind: 'ok' })
  await sleep(300)
  expect(await all.state(key)).toMatchObject({ inFlight: 0 })
})

test('a lane that would go on stops at a pause that another process was asked for', async ({
  database,
}) => {
  const key = randomUUID()
  const [one, other] = [1, 2].map(() => lanes({ store: laneStore(database, 1) }))
  const lane = await one!.acquire(key, WISH)
  const next = one!.acquire(key, WISH)
  lane.sent()
  await sleep(50)
  const until = new Date(Date.now() + 500)
  await other!.pauseUntil(key, until, 'the instance asked us to wait')
  await lane.release({ kind: 'ok' })
  const gone = await next
  expect(Date.now()).toBeGreaterThanOrEqual(until.getTime())
  await gone.release({ kind: 'ok' })
})

test('a lane that became somebody else’s is not gone on with', async ({ database }) => {
  const key = randomUUID()
  const [late, other] = [1, 2].map(() => lanes({ store: laneStore(database, 1) }))
  const lane = await late!.acquire(key, { timeoutMs: -990 })
  await sleep(50)
  const held = await other!.acquire(key, WISH)
  const next = late!.acquire(key, WISH)
  await sleep(50)
  await lane.release({ kind: 'ok' })
  expect(await Promise.race([next, sleep(300).then(() => 'waits')])).toBe('waits')
  await held.release({ kind: 'ok' })
  await (await next).release({ kind: 'ok' })
})

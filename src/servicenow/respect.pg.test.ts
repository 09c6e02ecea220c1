import { setTimeout as sleep } from 'node:timers/promises'

import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import { emulated, type Emulated } from '../../test/support/servicenow/emulated.ts'
import type { Database } from '../store/database.ts'
import { laneStore } from '../store/lane.ts'
import { parseInstance } from './address.ts'
import { ServiceNowError } from './errors.ts'
import type { Instance } from './instance.ts'
import { laned } from './laned.ts'
import { lanes } from './lanes.ts'
import type { LaneStore } from './limiter.ts'

function processes(w: Emulated, database: Database, count: number): Instance[] {
  return Array.from({ length: count }, () =>
    w.inAnotherProcess(lanes({ store: laneStore(database), maxWaitMs: 10_000 })),
  )
}

const read = ({ tables }: Instance) => tables.list('incident', { fields: ['number'], limit: 1 })

function arrivals(w: Emulated) {
  return w.emulator.requests.list().filter(({ path }) => path.startsWith('/api/'))
}

test('an instance never sees more than four requests at once, from all processes', async ({
  database,
}) => {
  await using w = await emulated('itil', { serviceTimeMs: 10 })
  const work = processes(w, database, 5).flatMap((each) => Array.from({ length: 12 }, () => each))
  await Promise.all(work.map(read))
  const seen = arrivals(w)
  expect(seen).toHaveLength(60)
  expect(Math.max(...seen.map(({ inFlight }) => inFlight))).toBeLessThanOrEqual(4)
})

test('a request whose connection broke keeps its lane, since the instance may go on with it', async ({
  database,
}) => {
  await using w = await emulated('itil')
  const store = lanes({ store: laneStore(database), maxWaitMs: 10_000 })
  const one = w.inAnotherProcess(store)
  const inFlight = async () => (await store.state(w.emulator.url)).inFlight
  await read(one)
  expect(await inFlight()).toBe(0)
  w.emulator.faults.add({ kind: 'drop', times: 1 })
  await expect(read(one)).rejects.toMatchObject({ code: 'cut_off' })
  expect(await inFlight()).toBe(1)
  await w.emulator.stop()
  await expect(read(one)).rejects.toMatchObject({ code: 'unreachable' })
  expect(await inFlight()).toBe(1)
})

test('a lane that came late leaves its request less time, and outlasts it', async ({
  database,
}) => {
  await using w = await emulated('itil')
  const store = laneStore(database)
  const slow: LaneStore = {
    ...store,
    async take(...asked) {
      const taken = await store.take(...asked)
      await sleep(1_500)
      return taken
    },
  }
  const all = lanes({ store: slow, maxWaitMs: 10_000 })
  const send = (timeoutMs: number) =>
    laned(w.http, all).send(parseInstance(w.emulator.url, [w.emulator.url]), {
      method: 'GET',
      path: '/api/now/table/incident',
      timeoutMs,
    })
  w.emulator.faults.add({ kind: 'commit-then-timeout' })
  await expect(send(2_000)).rejects.toMatchObject({ code: 'timeout' })
  expect((await all.state(w.emulator.url)).inFlight).toBe(1)
  await expect(send(1_000)).rejects.toMatchObject({ code: 'paused', outcome: 'known' })
  expect(arrivals(w)).toHaveLength(1)
})

test('what fails before a request is sent gives its lane back', async ({ database }) => {
  await using w = await emulated('itil')
  const store = lanes({ store: laneStore(database), maxWaitMs: 10_000 })
  const late = new ServiceNowError('not now', {
    kind: 'retry',
    code: 'timeout',
    outcome: 'known',
  })
  const sent = laned(w.http, store).send(parseInstance(w.emulator.url, [w.emulator.url]), {
    method: 'GET',
    path: '/api/now/table/incident',
    beforeSend: () => Promise.reject(late),
  })
  await expect(sent).rejects.toBe(late)
  expect((await store.state(w.emulator.url)).inFlight).toBe(0)
})

test('after a 429 no process sends anything until the instance allows it', async ({ database }) => {
  await using w = await emulated('itil')
  const [one, other] = processes(w, database, 2)
  w.emulator.faults.add({ kind: 'status', status: 429, retryAfter: 1, times: 1 })
  await expect(read(one!)).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 1_000 })
  await Promise.all([read(one!), read(other!)])
  const [refused, next] = arrivals(w)
  expect(Date.parse(next!.at) - Date.parse(refused!.at)).toBeGreaterThanOrEqual(990)
})

test('a hibernating instance is knocked at gently, however much is waiting', async ({
  database,
}) => {
  await using w = await emulated('itil')
  const [one] = processes(w, database, 1)
  w.emulator.faults.add({ kind: 'hibernating' })
  const until = performance.now() + 1_500
  while (performance.now() < until) await read(one!).catch(() => undefined)
  expect(arrivals(w).length).toBeLessThan(8)
  w.emulator.faults.clear()
  const steps = await one!.check([])
  expect(steps.every(({ result }) => result !== 'failed')).toBe(true)
  await expect(read(one!)).resolves.toBeDefined()
})

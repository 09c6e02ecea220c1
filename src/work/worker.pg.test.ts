import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import type { Database } from '../store/database.ts'
import { requestLooks, type Claim } from './marks.ts'
import { Worker, type LookResult, type WorkerOptions } from './worker.ts'

async function vulnerability(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>(
    `with a as (insert into asset (name) values (gen_random_uuid()::text) returning id)
     insert into vulnerability (asset_id, title, type, severity, status, fingerprint)
     select a.id, 'x', 'SAST', 'LOW', 'IDENTIFIED', 'x' from a returning id`,
  )
  return rows[0]!.id
}

function working(
  database: Database,
  look: (claim: Claim) => Promise<LookResult>,
  more: Partial<WorkerOptions> = {},
) {
  const troubles: unknown[] = []
  const worker = new Worker({
    db: database.kysely,
    url: database.url,
    look,
    onError: () => 10_000,
    onTrouble: (error) => troubles.push(error),
    ...more,
  })
  return { worker, troubles, [Symbol.asyncDispose]: () => worker.stop() }
}

const DONE: LookResult = { kind: 'done', isLight: false }

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = Date.now() + 8_000; Date.now() < end;) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('it did not come to that')
}

async function isOpen({ pool }: Database, id: number): Promise<boolean> {
  const { rows } = await pool.query(
    'select looked_revision < revision as open from mark where vulnerability_id = $1',
    [id],
  )
  return rows[0].open === true
}

test('a look begins as soon as the transaction that asks for it commits', async ({ database }) => {
  const looked: number[] = []
  await using working1 = working(database, (claim) => {
    looked.push(claim.key)
    return Promise.resolve(DONE)
  })
  working1.worker.start()
  const first = await vulnerability(database)
  await requestLooks(database.kysely, [first])
  await until(() => looked.length === 1)
  const waits: number[] = []
  for (let n = 0; n < 10; n++) {
    const id = await vulnerability(database)
    await requestLooks(database.kysely, [id])
    const committed = performance.now()
    await until(() => looked.includes(id))
    waits.push(performance.now() - committed)
  }
  // The sweep comes once a second: only the notification can be so quick.
  expect(waits.toSorted((a, b) => a - b)[5]).toBeLessThan(100)
})

test('stopping waits for the looks under way, and begins no more', async ({ database }) => {
  const id = await vulnerability(database)
  await requestLooks(database.kysely, [id])
  const over = Promise.withResolvers<void>()
  let began = 0
  const { worker, troubles } = working(database, async () => {
    began++
    await over.promise
    return DONE
  })
  worker.start()
  await until(() => began === 1)
  let hasStopped = false
  const stopped = worker.stop().then(() => (hasStopped = true))
  const next = await vulnerability(database)
  await requestLooks(database.kysely, [next])
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(hasStopped).toBe(false)
  over.resolve()
  await stopped
  expect(began).toBe(1)
  expect(await isOpen(database, id)).toBe(false)
  expect(await isOpen(database, next)).toBe(true)
  expect(troubles).toEqual([])
})

test('a worker that is stopped while it claims leaves nothing under a lease', async ({
  database,
}) => {
  for (let n = 0; n < 20; n++) {
    const id = await vulnerability(database)
    await requestLooks(database.kysely, [id])
    const { worker } = working(database, () => Promise.resolve(DONE))
    worker.start()
    await new Promise((resolve) => setTimeout(resolve, n % 7))
    await worker.stop()
    const { rows } = await database.pool.query(
      'select count(*)::int as held from mark where looked_revision < revision and lease_until > now()',
    )
    expect(rows).toEqual([{ held: 0 }])
  }
})

test('a look that throws is made again later, unless somebody asks before', async ({
  database,
}) => {
  const id = await vulnerability(database)
  const tries: number[] = []
  await using working1 = working(
    database,
    (claim) => {
      if (claim.key !== id) return Promise.resolve(DONE)
      tries.push(claim.tries)
      return tries.length < 3 ? Promise.reject(new Error('no luck')) : Promise.resolve(DONE)
    },
    { onError: (_, claim) => (claim.tries === 0 ? 50 : 60_000) },
  )
  working1.worker.start()
  await requestLooks(database.kysely, [id])
  await until(async () => {
    const { rows } = await database.pool.query(
      `select due_at > now() + interval '30 seconds' as late from mark where vulnerability_id = $1`,
      [id],
    )
    return rows[0].late === true
  })
  expect(tries).toEqual([0, 1])
  expect(await isOpen(database, id)).toBe(true)
  await requestLooks(database.kysely, [id])
  await until(async () => !(await isOpen(database, id)))
  expect(tries).toEqual([0, 1, 0])
})

test('waiting for something is no failure', async ({ database }) => {
  const id = await vulnerability(database)
  const tries: number[] = []
  await using working1 = working(
    database,
    (claim) => {
      if (claim.key !== id) return Promise.resolve(DONE)
      tries.push(claim.tries)
      if (tries.length === 1) return Promise.reject(new Error('no luck'))
      return Promise.resolve(tries.length < 4 ? { kind: 'postpone', afterMs: 0 } : DONE)
    },
    { onError: () => 0 },
  )
  working1.worker.start()
  await requestLooks(database.kysely, [id])
  await until(() => tries.length === 4)
  expect(tries).toEqual([0, 1, 0, 0])
})

test('asked for during a look, a vulnerability is looked at once more', async ({ database }) => {
  const id = await vulnerability(database)
  let looks = 0
  await using working1 = working(database, async (claim) => {
    if (claim.key !== id) return DONE
    looks++
    if (looks === 1) for (let n = 0; n < 10; n++) await requestLooks(database.kysely, [id])
    return DONE
  })
  working1.worker.start()
  await requestLooks(database.kysely, [id])
  await until(() => looks === 2)
  await until(async () => !(await isOpen(database, id)))
  expect(looks).toBe(2)
})

test('a worker whose connection for hearing is cut hears again', async ({ database }) => {
  const looked: number[] = []
  await using working1 = working(database, (claim) => {
    looked.push(claim.key)
    return Promise.resolve(DONE)
  })
  working1.worker.start()
  const first = await vulnerability(database)
  await requestLooks(database.kysely, [first])
  await until(() => looked.includes(first))
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query like 'listen%'`,
  )
  const second = await vulnerability(database)
  await requestLooks(database.kysely, [second])
  await until(() => looked.includes(second))
  const isListening = async () => {
    const { rows } = await database.pool.query(
      `select 1 from pg_stat_activity where datname = current_database() and query like 'listen%'`,
    )
    return rows.length > 0
  }
  await until(isListening)
})

test('looks that end while more are claimed leave no room empty until the next sweep', async ({
  database,
}) => {
  const { rows } = await database.pool.query<{ id: number }>(
    `with a as (insert into asset (name) values (gen_random_uuid()::text) returning id)
     insert into vulnerability (asset_id, title, type, severity, status, fingerprint)
     select a.id, 'x', 'SAST', 'LOW', 'IDENTIFIED', n from a, generate_series(1, 60) as n
     returning id`,
  )
  const wanted = new Set(rows.map(({ id }) => id))
  const look = async ({ key }: Claim): Promise<LookResult> => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    wanted.delete(key)
    return DONE
  }
  const db = database.kysely.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      const isClaim = result.rows.some((row) => 'askedMsAgo' in row)
      if (isClaim) await new Promise((resolve) => setTimeout(resolve, 50))
      return result
    },
  })
  await using working1 = working(database, look, { db, perLane: 4 })
  working1.worker.start()
  await requestLooks(database.kysely, [...wanted])
  await until(() => wanted.size === 0)
})

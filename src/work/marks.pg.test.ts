import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import type { Database } from '../store/database.ts'
import {
  claimLooks,
  finishLooks,
  postponeLook,
  renewLooks,
  requestLooks,
  type Claim,
} from './marks.ts'

const claim = (database: Database, options = {}) =>
  claimLooks(database.kysely, {
    limit: 100,
    perLane: 100,
    free: new Map(),
    leaseMs: 5_000,
    ...options,
  })

async function vulnerabilities(database: Database, count: number): Promise<number[]> {
  const { rows } = await database.pool.query<{ id: number }>(
    `with a as (insert into asset (name) values (gen_random_uuid()::text) returning id)
     insert into vulnerability (asset_id, title, type, severity, status, fingerprint)
     select a.id, 'x', 'SAST', 'LOW', 'IDENTIFIED', n::text from a, generate_series(1, $1) as n
     returning id`,
    [count],
  )
  return rows.map((row) => row.id)
}

test('a look that was asked for is claimed once', async ({ database }) => {
  const ids = await vulnerabilities(database, 3)
  await database.transaction((tx) => requestLooks(tx, ids))
  const claims = await claim(database)
  expect(claims.map((c) => c.key).toSorted((a, b) => a - b)).toEqual(ids)
  expect(await claim(database)).toEqual([])
  for (const held of claims)
    expect(await finishLooks(database.kysely, [held])).not.toEqual(['lost'])
  expect(await claim(database)).toEqual([])
})

test('a wish made in a transaction that rolls back is no wish', async ({ database }) => {
  const ids = await vulnerabilities(database, 1)
  await expect(
    database.transaction(async (tx) => {
      await requestLooks(tx, ids)
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  expect(await claim(database)).toEqual([])
})

test('asking during a look means looking again', async ({ database }) => {
  const ids = await vulnerabilities(database, 1)
  await requestLooks(database.kysely, ids)
  const [first] = await claim(database)
  await requestLooks(database.kysely, ids)
  expect(await finishLooks(database.kysely, [first!])).not.toEqual(['lost'])
  const [second] = await claim(database)
  expect(second?.key).toBe(ids[0])
  await finishLooks(database.kysely, [second!])
})

test('a dead holder is taken over, and can no longer finish', async ({ database }) => {
  const ids = await vulnerabilities(database, 1)
  await requestLooks(database.kysely, ids)
  const [dead] = await claim(database, { leaseMs: -1 })
  const [heir] = await claim(database)
  expect(heir?.key).toBe(dead?.key)
  expect(await finishLooks(database.kysely, [dead!])).toEqual(['lost'])
  expect(await postponeLook(database.kysely, dead!, 0, 1)).toBe(false)
  expect(await finishLooks(database.kysely, [heir!])).not.toEqual(['lost'])
})

test('what a dead holder left comes first, however much is waiting', async ({ database }) => {
  const [left, ...waiting] = await vulnerabilities(database, 5)
  await requestLooks(database.kysely, [left!], 'backfill')
  const [dead] = await claim(database, { limit: 1, leaseMs: -1 })
  await requestLooks(database.kysely, waiting)
  await database.pool.query(
    `update mark set due_at = now() - interval '1 hour' where vulnerability_id <> $1`,
    [left],
  )
  const [heir] = await claim(database, { limit: 1 })
  expect(heir).toMatchObject({ key: left, priority: dead?.priority })
  // Put off, it is one of many again; asked for meanwhile, one that somebody waits for.
  await postponeLook(database.kysely, heir!, 0, 1)
  expect(await priorityOf(database, left!)).toBe(1)
  expect((await claim(database, { limit: 1 }))[0]?.key).not.toBe(left)
  const rest = await claim(database, { limit: 10 })
  await requestLooks(database.kysely, [left!], 'now')
  await finishLooks(database.kysely, rest)
  expect(await priorityOf(database, left!)).toBe(0)
  await database.pool.query('update mark set looked_revision = revision, lease_until = null')
})

test('what a dead holder left is taken over even where nothing else has room', async ({
  database,
}) => {
  const ids = await vulnerabilities(database, 5)
  await requestLooks(database.kysely, ids)
  const left = await claim(database, { limit: 2, leaseMs: -1 })
  const heirs = await claim(database, { limit: 10, free: new Map([[0, 0]]) })
  expect(keysOf(heirs)).toEqual(keysOf(left))
  expect(await claim(database, { limit: 10, free: new Map([[0, 0]]) })).toEqual([])
  await database.pool.query('update mark set looked_revision = revision, lease_until = null')
})

function keysOf(claims: readonly Claim[]): number[] {
  return claims.map(({ key }) => key).toSorted((a, b) => a - b)
}

async function priorityOf(database: Database, id: number): Promise<number | undefined> {
  const { rows } = await database.pool.query<{ priority: number }>(
    'select priority from mark where vulnerability_id = $1',
    [id],
  )
  return rows[0]?.priority
}

test('a postponed look waits, unless somebody asks', async ({ database }) => {
  const ids = await vulnerabilities(database, 1)
  await requestLooks(database.kysely, ids)
  const [held] = await claim(database)
  await postponeLook(database.kysely, held!, 60_000, 1)
  expect(await claim(database)).toEqual([])
  await requestLooks(database.kysely, ids)
  const [again] = await claim(database)
  expect(again?.tries).toBe(0)
  await finishLooks(database.kysely, [again!])
})

test('a full lane leaves room for the others', async ({ database }) => {
  const ids = await vulnerabilities(database, 6)
  await requestLooks(database.kysely, ids)
  await database.pool.query('update mark set lane_key = 7 where vulnerability_id = any($1)', [
    ids.slice(0, 5),
  ])
  const first = await claim(database, { perLane: 2, limit: 10 })
  expect(first.filter((c) => c.lane === 7)).toHaveLength(2)
  expect(first.filter((c) => c.lane === 0)).toHaveLength(1)
  const second = await claim(database, { perLane: 2, limit: 10, free: new Map([[7, 0]]) })
  expect(second).toEqual([])
  await database.pool.query('update mark set looked_revision = revision, lease_until = null')
})

test('somebody who waits comes before a backfill', async ({ database }) => {
  const [slow, quick] = await vulnerabilities(database, 2)
  await requestLooks(database.kysely, [slow!], 'backfill')
  await requestLooks(database.kysely, [quick!], 'now')
  const [first] = await claim(database, { limit: 1 })
  expect(first?.key).toBe(quick)
  await database.pool.query('update mark set looked_revision = revision, lease_until = null')
})

test('a lease renewed too late does not hold up what was looked at', async ({ database }) => {
  const ids = await vulnerabilities(database, 1)
  await requestLooks(database.kysely, ids)
  const [held] = await claim(database)
  await finishLooks(database.kysely, [held!])
  await renewLooks(database.kysely, [held!], 10_000)
  await requestLooks(database.kysely, ids)
  const [next] = await claim(database)
  expect(next?.key).toBe(ids[0])
  await finishLooks(database.kysely, [next!])
})

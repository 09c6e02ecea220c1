import { sql } from 'kysely'
import { expect } from 'vitest'

import { freshDatabase, test } from '../../test/support/database.ts'
import { openDatabase } from './database.ts'

test('ids and counts are numbers, times are dates, days are text and json is parsed', async ({
  database,
}) => {
  const { rows } = await database.pool.query(
    `select 42::bigint as id, '{1,2,null}'::bigint[] as ids, '{}'::bigint[] as none,
            timestamptz '2026-01-02 03:04:05+00' as at, date '2026-01-02' as day,
            '{"a": [1]}'::jsonb as json, 1.50::numeric as amount`,
  )
  expect(rows).toEqual([
    {
      id: 42,
      ids: [1, 2, null],
      none: [],
      at: new Date('2026-01-02T03:04:05Z'),
      day: '2026-01-02',
      json: { a: [1] },
      amount: '1.50',
    },
  ])
})

test('a number too large to be exact is refused, never rounded', async ({ database }) => {
  await expect(database.pool.query('select 9007199254740993::bigint')).rejects.toThrow('too large')
  const { rows } = await database.pool.query('select 1::bigint as still_works')
  expect(rows).toEqual([{ still_works: 1 }])
})

test('a transaction that throws leaves nothing behind', async ({ database }) => {
  await database.pool.query('create table kept (n int)')
  const failing = database.transaction(async (tx) => {
    await tx
      .insertInto('kept' as never)
      .values({ n: 1 } as never)
      .execute()
    throw new Error('changed my mind')
  })
  await expect(failing).rejects.toThrow('changed my mind')
  const { rows } = await database.pool.query('select count(*) as n from kept')
  expect(rows).toEqual([{ n: 0 }])
})

test('two transactions that block each other both succeed', async ({ database }) => {
  await database.pool.query(
    'create table pair (name text primary key, n int); insert into pair values ($$a$$, 0), ($$b$$, 0)',
  )
  const bump = (names: readonly string[]) =>
    database.transaction(async (tx) => {
      for (const name of names) {
        await tx
          .updateTable('pair' as never)
          .set({ n: 1 } as never)
          .where('name' as never, '=', name as never)
          .execute()
        await new Promise((done) => setTimeout(done, 50))
      }
    })
  await Promise.all([bump(['a', 'b']), bump(['b', 'a'])])
  const { rows } = await database.pool.query('select sum(n) as n from pair')
  expect(rows).toEqual([{ n: 2 }])
})

test('a pool whose idle connections were cut goes on with new ones', async () => {
  const database = await freshDatabase()
  await database.pool.query('select 1')
  const other = await openDatabase({ url: database.url })
  await other.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  )
  await new Promise((done) => setTimeout(done, 50))
  expect((await database.pool.query('select 1 as n')).rows).toEqual([{ n: 1 }])
  await Promise.all([database.close(), other.close()])
})

test('a connection cut between two statements fails the transaction, not the process', async ({
  database,
}) => {
  const other = await openDatabase({ url: database.url })
  const cut = other.transaction(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    await new Promise((done) => setTimeout(done, 50))
    await sql`select 1`.execute(tx)
  })
  await expect(cut).rejects.toThrow(/terminat|connection/i)
  expect((await other.pool.query('select 1 as n')).rows).toEqual([{ n: 1 }])
  await other.close()
})

test('an address where no database answers fails without waiting for ever', async () => {
  const opening = openDatabase({ url: 'postgresql://nobody:x@127.0.0.1:1/none' })
  await expect(opening).rejects.toThrow('ECONNREFUSED')
})

test('a connection lost while nobody used it is told of, without what hangs on it', async ({
  database,
}) => {
  const told: Error[] = []
  const other = await openDatabase({ url: database.url, onError: (error) => told.push(error) })
  const { rows } = await other.pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
  await expect.poll(() => told.length).toBe(1)
  expect(told[0]).not.toHaveProperty('client')
  await other.close()
})

import { sql } from 'kysely'
import { expect } from 'vitest'
import type { BulkJobView } from './contract.ts'
import type { Client } from './test-kit.ts'
import { startServer, test } from './test-kit.ts'
import type { Database } from '../store/database.ts'

async function filled({ kysely }: Database, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with a as (insert into asset (name) values (gen_random_uuid()) returning id)
    insert into vulnerability (asset_id, title, type, severity, status, fingerprint)
    select a.id, 'x', 'SAST', 'LOW', 'IDENTIFIED', n::text from a, generate_series(1, ${count}) n
    returning id`.execute(kysely)
  return rows.map(({ id }) => id)
}

async function finished(client: Client, id: number): Promise<BulkJobView> {
  for (let i = 0; i < 200; i++) {
    const job = (await client('GET', `/api/v1/bulk-jobs/${id}`)).json<BulkJobView>()
    if (job.state !== 'running') return job
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`bulk job ${id} does not end`)
}

test('many are moved behind the answer; those that cannot be are named', async ({
  server,
  database,
}) => {
  const client = server.as(await server.person('DEVELOPER'))
  const ids = await filled(database, 600)
  const change = { status: 'IN_PROGRESS', reason: 'all of them' }
  const asked = await client('POST', '/api/v1/vulnerabilities/bulk-status', {
    ids: [...ids, 9_999_999, ids[0]],
    change,
  })
  expect(asked.statusCode).toBe(202)
  const job = await finished(client, asked.json<{ id: number }>().id)
  expect(job).toMatchObject({
    state: 'done',
    total: 601,
    done: 600,
    failed: 1,
    failures: [{ id: 9_999_999, reason: 'There is no vulnerability 9999999.' }],
  })
  const { rows } = await sql<{ moved: number; told: number; marked: number }>`
    select (select count(*) from vulnerability where status = 'IN_PROGRESS' and id = any(${ids})) as moved,
      (select count(*) from history where kind = 'status' and vulnerability_id = any(${ids})) as told,
      (select count(*) from mark where vulnerability_id = any(${ids})) as marked`.execute(
    database.kysely,
  )
  expect(rows).toEqual([{ moved: 600, told: 600, marked: 600 }])
})

test('a bulk change may not do more than its maker', async ({ server, database }) => {
  const client = server.as(await server.person('DEVELOPER'))
  const ids = await filled(database, 1)
  const asked = await client('POST', '/api/v1/vulnerabilities/bulk-status', {
    ids,
    change: { status: 'FALSE_POSITIVE' },
  })
  const job = await finished(client, asked.json<{ id: number }>().id)
  expect(job).toMatchObject({ done: 0, failed: 1 })
})

test('a job whose process died goes on where it was, in the next one', async ({ database }) => {
  const ids = await filled(database, 300)
  const { kysely } = database
  const request = JSON.stringify({ ids, change: { status: 'IN_PROGRESS' }, role: 'DEVELOPER' })
  // As it was left: fifty done, and said so in the same transaction.
  await kysely
    .updateTable('vulnerability')
    .set({ status: 'IN_PROGRESS' })
    .where('id', 'in', ids.slice(0, 50))
    .execute()
  const { id } = await kysely
    .insertInto('bulk_job')
    .values({ kind: 'status', actor: '{"kind":"lockstep"}', request, total: 300, done: 50 })
    .returning('id')
    .executeTakeFirstOrThrow()
  const server = await startServer(database)
  const client = server.as(await server.person('VIEWER'))
  expect(await finished(client, id)).toMatchObject({ state: 'done', done: 300, failed: 0 })
  await server.app.close()
})

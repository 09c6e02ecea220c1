import pg from 'pg'
import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import { sleep } from '../lib/sleep.ts'
import type { Database } from './database.ts'

/** Rows that lead to the vulnerability $1, each in a table that checks them by the statement. */
const LEADING = {
  finding: `insert into finding (vulnerability_id, tool, rule, fingerprint) values ($1, 't', 'r', 'f')`,
  history: `insert into history (vulnerability_id, actor, kind, message) values ($1, '{}', 'created', '')`,
  mark: `insert into mark (vulnerability_id) values ($1)`,
  alias: `insert into alias (asset_id, package, advisory, vulnerability_id) values (1, 'p', gen_random_uuid()::text, $1)`,
} as const
const NOBODY = 4_711
const refused = { code: '23503' }

test('what leads to a vulnerability leads to one that exists, and keeps it', async ({
  database,
}) => {
  const { pool } = database
  for (const [table, insert] of Object.entries(LEADING)) {
    const id = await aVulnerability(database)
    await expect(pool.query(insert, [NOBODY])).rejects.toMatchObject(refused)
    await pool.query(insert, [id])
    const move = `update ${table} set vulnerability_id = $2 where vulnerability_id = $1`
    await expect(pool.query(move, [id, NOBODY])).rejects.toMatchObject(refused)
    const remove = () => pool.query(`delete from vulnerability where id = $1`, [id])
    await expect(remove()).rejects.toMatchObject(refused)
    const rename = `update vulnerability set id = default where id = $1`
    await expect(pool.query(rename, [id])).rejects.toMatchObject(refused)
    await pool.query(move, [id, await aVulnerability(database)])
    expect((await remove()).rowCount).toBe(1)
  }
})

test('what a statement writes is checked row by row, and never by reading all there is', async ({
  database,
}) => {
  const client = await database.pool.connect()
  const insertMany = `
    with v as (
      insert into vulnerability (asset_id, title, type, severity, status, fingerprint)
      select asset_id, title, type, severity, status, $1 || n
      from (select * from vulnerability limit 1) one, generate_series(1, $2::int) n returning id
    ) insert into history (vulnerability_id, actor, kind, message) select id, '{}', 'created', '' from v`
  const rowsRead = async () => {
    const { rows } = await client.query<{ read: number }>(
      `select seq_tup_read::int as read from pg_stat_user_tables where relname = 'vulnerability'`,
    )
    return rows[0]!.read
  }
  await aVulnerability(database)
  // The check is planned now, for a table in which next to nothing stands.
  await client.query('vacuum analyze vulnerability')
  await client.query(insertMany, ['few ', 2])
  await client.query('select pg_stat_force_next_flush()')
  const before = await rowsRead()
  await client.query(insertMany, ['many ', 2_000])
  await client.query('select pg_stat_force_next_flush()')
  expect((await rowsRead()) - before).toBeLessThan(10)
  client.release()
})

test('a vulnerability belongs to an asset that exists, and keeps it', async ({ database }) => {
  const { pool } = database
  const id = await aVulnerability(database)
  const move = `update vulnerability set asset_id = $2 where id = $1`
  await expect(pool.query(move, [id, NOBODY])).rejects.toMatchObject(refused)
  const copy = `insert into vulnerability (asset_id, title, type, severity, status, fingerprint)
    select $2, title, type, severity, status, fingerprint from vulnerability where id = $1`
  await expect(pool.query(copy, [id, NOBODY])).rejects.toMatchObject(refused)
  const assets = `(select asset_id from vulnerability where id = $1)`
  await expect(pool.query(`delete from asset where id = ${assets}`, [id])).rejects.toMatchObject(
    refused,
  )
  const rename = `update asset set id = default where id = ${assets}`
  await expect(pool.query(rename, [id])).rejects.toMatchObject(refused)
  for (const table of ['asset', 'vulnerability']) {
    await expect(pool.query(`truncate ${table} cascade`)).rejects.toMatchObject(refused)
  }
})

test('who deletes and who writes wait for each other, and one of them is refused', async ({
  database,
}) => {
  for (const insert of Object.values(LEADING)) {
    const remove = `delete from vulnerability where id = $1`
    for (const [first, second] of [
      [insert, remove],
      [remove, insert],
    ] as const) {
      const id = await aVulnerability(database)
      const client = await database.pool.connect()
      await client.query('begin')
      await client.query(first, [id])
      const later = database.pool.query(second, [id]).catch((error: unknown) => error)
      expect(await Promise.race([later, sleep(50)])).toBeUndefined()
      await client.query('commit')
      client.release()
      expect(await later).toBeInstanceOf(pg.DatabaseError)
      expect(await later).toMatchObject(refused)
    }
  }
})

async function aVulnerability({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    `with a as (insert into asset (name) values (gen_random_uuid()::text) returning id)
     insert into vulnerability (asset_id, title, type, severity, status, fingerprint)
     select id, 'x', 'SAST', 'LOW', 'IDENTIFIED', 'f' from a returning id`,
  )
  return rows[0]!.id
}

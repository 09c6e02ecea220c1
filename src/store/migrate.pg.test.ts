import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import pg from 'pg'
import { expect } from 'vitest'

import { emptyDatabaseUrl, test } from '../../test/support/database.ts'
import { temporaryFolder } from '../../test/support/folder.ts'
import { migrate } from './migrate.ts'

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder()
  for (const [name, sql] of Object.entries(files)) await writeFile(join(folder, name), sql)
  return folder
}

async function withPool<T>(work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: await emptyDatabaseUrl() })
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}

const first = { '0001-first.sql': 'create table first (n int);' }
const second = { ...first, '0002-second.sql': 'alter table first add m int;' }

test("the program's own migrations apply to an empty database, once", async () => {
  await withPool(async (pool) => {
    const applied = await migrate(pool)
    expect(applied.length).toBeGreaterThan(0)
    expect(await migrate(pool)).toEqual([])
  })
})

test('a newer program applies only what is new to the database', async () => {
  await withPool(async (pool) => {
    expect(await migrate(pool, await folderWith(first))).toEqual(['0001-first.sql'])
    expect(await migrate(pool, await folderWith(second))).toEqual(['0002-second.sql'])
  })
})

test('what a migration wrote anew is vacuumed after it, once', async () => {
  const rows = 'insert into first select generate_series(1, 5000);'
  const sql = `${first['0001-first.sql']}\n${rows}\n-- afterwards: vacuum (analyze) first\n`
  const folder = await folderWith({ '0001-first.sql': sql })
  const seen = async (pool: pg.Pool) => {
    const { rows: found } = await pool.query<{ seen: boolean }>(
      // Not all of them: a page that is being written to disk is passed over.
      `select relallvisible > 0 as seen from pg_class where relname = 'first'`,
    )
    return found[0]?.seen
  }
  await withPool(async (pool) => {
    await migrate(pool, folder)
    expect(await seen(pool)).toBe(true)
    await pool.query('truncate first; insert into first values (1)')
    await migrate(pool, folder)
    expect(await seen(pool)).toBe(false)
  })
})

test('an older program refuses a newer schema', async () => {
  await withPool(async (pool) => {
    await migrate(pool, await folderWith(second))
    const older = migrate(pool, await folderWith(first))
    await expect(older).rejects.toThrow('has schema 2, this program knows 1')
  })
})

test('a migration that was changed after it was applied is refused', async () => {
  await withPool(async (pool) => {
    await migrate(pool, await folderWith(first))
    const changed = await folderWith({ '0001-first.sql': 'create table first (n bigint);' })
    await expect(migrate(pool, changed)).rejects.toThrow('0001-first.sql was changed')
  })
})

test('line ends turned round by a checkout are not a change', async () => {
  await withPool(async (pool) => {
    await migrate(pool, await folderWith({ '0001-a.sql': 'select 1;\nselect 2;\n' }))
    const turned = await folderWith({ '0001-a.sql': 'select 1;\r\nselect 2;\r\n' })
    expect(await migrate(pool, turned)).toEqual([])
  })
})

test('a migration that fails half-way changes nothing, and those before it stay', async () => {
  await withPool(async (pool) => {
    const broken = { ...first, '0002-broken.sql': 'create table half (n int); select 1 / 0;' }
    const failing = migrate(pool, await folderWith(broken))
    await expect(failing).rejects.toThrow('0002-broken.sql failed and changed nothing: division')
    const { rows } = await pool.query(
      `select to_regclass('half') as half, to_regclass('first') as first`,
    )
    expect(rows).toEqual([{ half: null, first: 'first' }])
    expect(await migrate(pool, await folderWith(second))).toEqual(['0002-second.sql'])
  })
})

test('many processes that start at once apply each migration once', async () => {
  const url = await emptyDatabaseUrl()
  const slow = { '0001-slow.sql': 'select pg_sleep(0.2); create table first (n int);' }
  const folder = await folderWith(slow)
  const pools = Array.from({ length: 6 }, () => new pg.Pool({ connectionString: url }))
  const applied = await Promise.all(pools.map((pool) => migrate(pool, folder)))
  expect(applied.flat()).toEqual(['0001-slow.sql'])
  await Promise.all(pools.map((pool) => pool.end()))
})

test('a gap in the numbers is refused before anything is applied', async () => {
  await withPool(async (pool) => {
    const gap = await folderWith({ ...first, '0003-third.sql': 'select 1;' })
    await expect(migrate(pool, gap)).rejects.toThrow('0003-third.sql is out of order')
  })
})

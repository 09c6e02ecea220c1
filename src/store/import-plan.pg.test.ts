import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import { anAsset, on, report, take } from '../ingest/import.fixture.ts'
import { openDatabase, type Database } from './database.ts'

const OTHERS = 20_000
const FILES = Array.from({ length: 1_100 }, (_, n) => `f${n}.c`)

async function addOthers(database: Database, count: number): Promise<void> {
  await database.pool.query(
    `with v as (
       insert into vulnerability (asset_id, title, type, severity, status, fingerprint)
       select $1, 'Hole', 'SAST', 'LOW', 'IDENTIFIED', n::text from generate_series(1, $2::int) n
       returning id
     ) insert into finding (vulnerability_id, tool, rule, fingerprint)
       select id, 'Other', 'R', id::text from v`,
    [await anAsset(database), count],
  )
  await database.pool.query('vacuum analyze finding')
}

async function findingsRead({ pool }: Database) {
  const { rows } = await pool.query<{ read: number; written: number }>(
    `select seq_tup_read::int as read, (n_tup_ins + n_tup_upd)::int as written
     from pg_stat_user_tables where relname = 'finding'`,
  )
  return rows[0]!
}

test('an import finds its own among many, and never reads the findings of all others', async ({
  database,
}) => {
  const assetId = await anAsset(database)
  await addOthers(database, OTHERS)
  // PostgreSQL says what a connection has done a while later, or when that ends.
  await expect
    .poll(() => findingsRead(database), { timeout: 15_000 })
    .toMatchObject({ written: OTHERS })
  const before = await findingsRead(database)
  const own = await openDatabase({ url: database.url })
  const results = report(FILES.map((file) => on(file, 1)))
  for (const scope of ['', undefined]) {
    const summary = await take(own, assetId, results, { scope })
    expect(summary).toMatchObject(scope === '' ? { new: 1_100 } : { again: 1_100 })
  }
  await own.close()
  const written = OTHERS + 2 * FILES.length
  await expect.poll(() => findingsRead(database), { timeout: 15_000 }).toMatchObject({ written })
  expect((await findingsRead(database)).read - before.read).toBeLessThan(OTHERS)
})

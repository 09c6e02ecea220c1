import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import type { Database } from '../store/database.ts'
import { anAsset, on, report, take } from './import.fixture.ts'

const FINDINGS = 300
/** So often each finding may be looked up: as often as there are statements, and a few times more. */
const LOOK_UPS = 40

test('what a scan finds is looked up one by one, and never each for each other', async ({
  database,
}) => {
  const found = Array.from({ length: FINDINGS }, (_, n) => on(`file${n}.c`, 3))
  for (const scope of [{ scope: '' }, {}]) {
    const assetId = await anAsset(database)
    await take(database, assetId, report(found), scope)
    // From now on PostgreSQL knows that the tables of an import are usually empty.
    await database.pool.query('vacuum analyze')
    const before = await lookUps(database)
    const graver = found.map((result) => ({ ...result, level: 'error' }))
    const summary = await take(database, assetId, report(graver), scope)
    expect(summary).toMatchObject({ again: FINDINGS, new: 0 })
    expect((await lookUps(database)) - before).toBeLessThan(LOOK_UPS * FINDINGS)
  }
})

async function lookUps({ pool }: Database): Promise<number> {
  // Each connection tells what it has counted when it is asked to, and is asked while all are busy.
  const tell = () => pool.query('select pg_stat_force_next_flush(), pg_sleep(0.1)')
  await Promise.all(Array.from({ length: pool.options.max }, tell))
  const { rows } = await pool.query<{ scans: number }>(
    `select sum(idx_scan)::int as scans from pg_stat_user_tables
     where relname in ('finding', 'vulnerability', 'history', 'import_staging', 'import_target')`,
  )
  return rows[0]?.scans ?? 0
}

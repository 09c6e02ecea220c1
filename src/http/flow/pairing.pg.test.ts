import { expect } from 'vitest'

import { test } from '../../../test/support/database.ts'
import { all, anAsset, on, report, take } from '../../ingest/import.fixture.ts'
import { sleep } from '../../lib/sleep.ts'
import { lockAsset } from '../../store/asset.ts'
import type { Database } from '../../store/database.ts'
import { MAPPING, pair } from '../../store/pairing.fixture.ts'
import { pairAsset, type Existing } from './pairing.ts'

async function aProject(database: Database, assetId: number) {
  const { integrationId } = await pair(database, await anAsset(database))
  const row = { assetId, integrationId, table: 'incident', tableLabel: 'Incident' }
  return (existing?: Existing) =>
    database.transaction((tx) => pairAsset(tx, { ...row, mapping: MAPPING }, existing))
}

async function marked(database: Database, assetId: number): Promise<number> {
  const { rows } = await database.pool.query<{ marked: number }>(
    `select count(*)::int as marked from mark m join vulnerability v on v.id = m.vulnerability_id
     where v.asset_id = $1`,
    [assetId],
  )
  return rows[0]!.marked
}

test('who pairs an asset waits for its import, and is asked of what it brings', async ({
  database,
}) => {
  const assetId = await anAsset(database)
  const pairIt = await aProject(database, assetId)
  const pairing: Promise<unknown>[] = []
  await database.transaction(async (tx) => {
    await lockAsset(tx, assetId)
    pairing.push(pairIt())
    await sleep(100)
    const { rows } = await database.pool.query('select from pairing where asset_id = $1', [assetId])
    expect(rows).toEqual([])
  })
  const imported = take(database, assetId, report([on('a.c', 1), on('b.c', 2)]))
  await Promise.all([...pairing, imported])
  // Whoever of them was first: none is left that nobody asks of and nobody looks at.
  expect(await marked(database, assetId)).toBe(2)
})

test('an asset is paired however many vulnerabilities it has', async ({ database }) => {
  const assetId = await anAsset(database)
  const pairIt = await aProject(database, assetId)
  // More than a statement can be given one by one.
  await database.pool.query(
    `insert into vulnerability (asset_id, title, type, severity, status, fingerprint)
     select $1, 'Hole', 'SAST', case n % 2 when 0 then 'HIGH' else 'LOW' end, 'IDENTIFIED', n::text
     from generate_series(1, 66000) n`,
    [assetId],
  )
  await pairIt({ answer: 'severities', severities: ['HIGH'] })
  expect(await marked(database, assetId)).toBe(66_000)
  const rows = await all(database, assetId)
  expect(rows.filter(({ held }) => held)).toHaveLength(33_000)
  expect(rows.every(({ held, severity }) => held === (severity === 'LOW'))).toBe(true)
})

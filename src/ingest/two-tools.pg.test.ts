import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import type { Database } from '../store/database.ts'
import { anAsset, sample, take } from './import.fixture.ts'

test('two tools that find the same are two sources of one vulnerability', async ({ database }) => {
  const assetId = await anAsset(database)
  await take(database, assetId, await sample('by-hand/trivy-image.json'))
  const before = await lodash(database, assetId)
  const summary = await take(database, assetId, await sample('by-hand/grype.json'))
  expect(summary).toMatchObject({ new: 2, again: 1 })
  const { rows } = await database.pool.query(
    `select tool from finding where vulnerability_id = $1 order by tool`,
    [before.id],
  )
  expect(rows).toEqual([{ tool: 'Grype' }, { tool: 'Trivy' }])
  expect(await lodash(database, assetId)).toEqual(before)
})

test('scans of two tools in turn change nothing', async ({ database }) => {
  const assetId = await anAsset(database)
  const names = ['by-hand/trivy-image.json', 'by-hand/grype.json', 'by-hand/cyclonedx-1.4.json']
  for (const name of names) await take(database, assetId, await sample(name))
  const history = () => database.pool.query(`select count(*) from history`)
  const before = (await history()).rows
  for (const name of names) await take(database, assetId, await sample(name))
  expect((await history()).rows).toEqual(before)
})

test('a VEX document suppresses what a scanner found, and the next scan does not undo it', async ({
  database,
}) => {
  const assetId = await anAsset(database)
  await take(database, assetId, await sample('by-hand/trivy-image.json'))
  expect(await lodash(database, assetId)).toMatchObject({ status: 'IDENTIFIED' })
  await take(database, assetId, await sample('by-hand/openvex.json'))
  await take(database, assetId, await sample('by-hand/trivy-image.json'))
  expect(await lodash(database, assetId)).toMatchObject({ status: 'SUPPRESSED', severity: 'HIGH' })
})

test('what is suppressed at one place only is not suppressed', async ({ database }) => {
  const assetId = await anAsset(database)
  const match = { vulnerability: { id: 'CVE-2020-8203' }, artifact: { name: 'lodash' } }
  const report = { ignoredMatches: [match], matches: [match], descriptor: { name: 'grype' } }
  const summary = await take(database, assetId, JSON.stringify(report))
  expect(summary).toMatchObject({ new: 1, skipped: [{ count: 1 }] })
  expect(await lodash(database, assetId)).toMatchObject({ status: 'IDENTIFIED' })
})

async function lodash(database: Database, assetId: number) {
  const { rows } = await database.pool.query<{ id: number; status: string; severity: string }>(
    `select id, title, description, severity, status, evidence from vulnerability
     where asset_id = $1 and title = 'CVE-2020-8203 in lodash'`,
    [assetId],
  )
  expect(rows).toHaveLength(1)
  return rows[0]!
}

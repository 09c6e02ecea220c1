import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import type { Database } from '../store/database.ts'
import { aPairedAsset, anAsset, on, report, take } from './import.fixture.ts'

const RESULTS = [on('a.c', 1), { ...on('b.c', 2), suppressions: [{ kind: 'external' }] }]

/** What is said of each new one, and whether somebody is to look at it. */
async function said(database: Database, assetId: number) {
  const { rows } = await database.pool.query(
    `select v.status, v.sending, v.sending_reason as reason, m.vulnerability_id is not null as looked
     from vulnerability v left join mark m on m.vulnerability_id = v.id
     where v.asset_id = $1 order by v.id`,
    [assetId],
  )
  return rows
}

const NOT_PAIRED = {
  status: 'IDENTIFIED',
  sending: 'none',
  reason: 'The asset is not paired with a ServiceNow project',
  looked: false,
}
const SUPPRESSED = { ...NOT_PAIRED, status: 'SUPPRESSED' }

test('of what an asset without a project gets it is said at once why nothing is sent', async ({
  database,
}) => {
  const assetId = await anAsset(database)
  await take(database, assetId, report(RESULTS))
  expect(await said(database, assetId)).toEqual([NOT_PAIRED, SUPPRESSED])
})

test('of what an asset with a project gets, all that may be sent is looked at', async ({
  database,
}) => {
  const assetId = await aPairedAsset(database)
  await take(database, assetId, report(RESULTS))
  const undecided = { reason: '', looked: true }
  expect(await said(database, assetId)).toEqual([
    { ...NOT_PAIRED, ...undecided },
    { ...SUPPRESSED, ...undecided },
  ])
})

test('only Created ones wait for a person, and nobody looks at them before', async ({
  database,
}) => {
  const assetId = await aPairedAsset(database)
  await database.pool.query(
    'insert into policy (asset_id, create_as_identified) values ($1, false)',
    [assetId],
  )
  await take(database, assetId, report([on('a.c', 1)]))
  expect(await said(database, assetId)).toEqual([
    { ...NOT_PAIRED, status: 'CREATED', reason: 'Created vulnerabilities are not sent' },
  ])
})

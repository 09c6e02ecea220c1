import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import type { Database } from '../store/database.ts'
import type { Status } from '../vulnerability/status.ts'
import {
  aPairedAsset,
  all,
  anAsset,
  on,
  report,
  sample,
  setStatus,
  take,
  takeAll,
} from './import.fixture.ts'

test('what a scan no longer finds is Fixed with a reason, and Identified when found again', async ({
  database,
}) => {
  const assetId = await aPairedAsset(database)
  await take(database, assetId, report([on('a.c', 3), on('b.c', 3)]), { scope: '' })
  const summary = await take(database, assetId, report([on('b.c', 3)]), { scope: '' })
  expect(summary).toMatchObject({ new: 0, again: 1, fixed: 1, closedNothingBecause: null })
  expect(await statuses(database, assetId)).toEqual({ 'a.c': 'FIX_ACCEPTED', 'b.c': 'IDENTIFIED' })
  const [fixed] = await all(database, assetId)
  const reason = 'No longer found by Scanner (import of report.sarif)'
  expect(fixed?.status_reason).toBe(reason)
  const { rows } = await database.pool.query(
    `select h.message, h.details, m.revision from history h join mark m using (vulnerability_id)
     where h.vulnerability_id = $1 order by h.id desc limit 1`,
    [fixed?.id],
  )
  const message = 'Changed status from Identified to Fixed'
  expect(rows).toEqual([{ message, details: { import: summary.importId, reason }, revision: 2 }])
  const again = await take(database, assetId, report([on('a.c', 4), on('b.c', 3)]), { scope: '' })
  expect(again).toMatchObject({ reopened: 1, fixed: 0 })
  expect(await statuses(database, assetId)).toEqual({ 'a.c': 'IDENTIFIED', 'b.c': 'IDENTIFIED' })
})

test('a scan closes work and nothing else', async ({ database }) => {
  const assetId = await anAsset(database)
  const before: Status[] = [
    'CREATED',
    'IDENTIFIED',
    'IN_PROGRESS',
    'AWAITING_VALIDATION',
    'DRAFT',
    'RISK_ACCEPTED',
    'FALSE_POSITIVE',
    'SUPPRESSED',
  ]
  const found = before.map((status) => on(status, 3))
  await take(database, assetId, report([...found, on('other.c', 3)]), { scope: '' })
  await database.pool.query(
    `update vulnerability set status = evidence->>'fileName'
     where asset_id = $1 and evidence->>'fileName' <> 'other.c'`,
    [assetId],
  )
  const summary = await take(database, assetId, report([on('other.c', 3)]), { scope: '' })
  expect(summary.fixed).toBe(4)
  const after = await statuses(database, assetId)
  expect(before.filter((status) => after[status] === 'FIX_ACCEPTED')).toEqual(before.slice(0, 4))
  expect(before.filter((status) => after[status] === status)).toEqual(before.slice(4))
})

test('scans count in the order in which they came, however long the older one is', async ({
  database,
}) => {
  const assetId = await anAsset(database)
  const long = Array.from({ length: 3_000 }, (_, i) => on(`f${i}.c`, 1))
  const began = Promise.withResolvers<void>()
  const older = take(database, assetId, report(long), {
    scope: '',
    onProgress: ({ state }) => state === 'reading' && began.resolve(),
  })
  await began.promise
  const newer = await take(database, assetId, report([on('last.c', 1)]), { scope: '' })
  expect(newer).toMatchObject({ new: 1, fixed: 3_000 })
  expect(await older).toMatchObject({ new: 3_000, fixed: 0 })
})

test('another tool or another branch that still finds it keeps it open', async ({ database }) => {
  const assetId = await anAsset(database)
  const [mine, other] = [report([on('a.c', 3)]), report([on('b.c', 3)])]
  await take(database, assetId, mine, { scope: 'main' })
  await take(database, assetId, mine, { scope: 'release' })
  expect(await take(database, assetId, other, { scope: 'main' })).toMatchObject({ fixed: 0 })
  expect(await take(database, assetId, other, { scope: 'release' })).toMatchObject({ fixed: 1 })
  const trivy = await sample('by-hand/trivy-image.json')
  await take(database, assetId, trivy, { scope: '' })
  await take(database, assetId, await sample('by-hand/grype.json'), { scope: '' })
  const none = trivy.replaceAll('CVE-2020-8203', 'CVE-1999-0001')
  await take(database, assetId, none, { scope: '' })
  expect(await statusOf(database, assetId, 'CVE-2020-8203 in lodash')).toBe('IDENTIFIED')
})

test('what was brought in by hand belongs to the first scan that finds it', async ({
  database,
}) => {
  const assetId = await anAsset(database)
  await take(database, assetId, report([on('a.c', 3), on('b.c', 3)]))
  await take(database, assetId, report([on('a.c', 3), on('b.c', 3)]), { scope: 'main' })
  // Once more by hand, and once for the whole asset: that must not keep it open for ever.
  await take(database, assetId, report([on('a.c', 3), on('b.c', 3)]))
  await take(database, assetId, report([on('a.c', 3), on('b.c', 3)]), { scope: '' })
  await take(database, assetId, report([on('a.c', 3), on('b.c', 3)]), { scope: 'main' })
  const summary = await take(database, assetId, report([on('b.c', 3)]), { scope: 'main' })
  expect(summary.fixed).toBe(1)
  const { rows } = await database.pool.query(
    `select distinct f.scope from finding f join vulnerability v on v.id = f.vulnerability_id
     where v.asset_id = $1`,
    [assetId],
  )
  expect(rows).toEqual([{ scope: 'main' }])
})

test('an empty, failed or half-understood report closes nothing, unless told to', async ({
  database,
}) => {
  const assetId = await anAsset(database)
  const failed = { executionSuccessful: false }
  const runs = [{ tool: { driver: { name: 'Scanner' } }, invocations: [failed], results: [] }]
  const reports = [report([]), { version: '2.1.0', runs }, report([on('b.c', 3), {}])]
  await take(database, assetId, report([on('a.c', 3)]), { scope: '' })
  for (const content of reports) {
    const summary = await take(database, assetId, content, { scope: '' })
    expect(summary).toMatchObject({ fixed: 0, closedNothingBecause: expect.any(String) })
  }
  expect(await statuses(database, assetId)).toMatchObject({ 'a.c': 'IDENTIFIED' })
  const summary = await take(database, assetId, report([]), { scope: '', allowEmpty: true })
  expect(summary).toMatchObject({ fixed: 2, closedNothingBecause: null })
})

test('a rehearsal says what would come of it, and changes nothing', async ({ database }) => {
  const assetId = await anAsset(database)
  await take(database, assetId, report([on('a.c', 3), on('b.c', 3)]), { scope: '' })
  await setStatus(database, assetId, 'FIX_ACCEPTED')
  await take(database, assetId, report([on('b.c', 3)]), { scope: '' })
  const before = await everything(database)
  const wish = { scope: '', dryRun: true }
  const found = report([on('a.c', 3), on('c.c', 3)])
  const summary = await take(database, assetId, found, wish)
  expect(summary).toMatchObject({ new: 1, again: 1, reopened: 1, fixed: 1 })
  expect(await everything(database)).toEqual(before)
  const { rows } = await database.pool.query(
    `select state, dry_run, new_count, fixed_count from import where id = $1`,
    [summary.importId],
  )
  expect(rows).toEqual([{ state: 'rehearsed', dry_run: true, new_count: 1, fixed_count: 1 }])
  const applied = await take(database, assetId, found, { scope: '' })
  expect({ ...applied, importId: 0 }).toEqual({ ...summary, importId: 0 })
})

test('of a scan in several files all are taken, or none', async ({ database }) => {
  const assetId = await anAsset(database)
  const files = [report([on('a.c', 3)]), report([on('b.c', 3)])]
  await takeAll(database, assetId, [...files, report([on('c.c', 3)])], { scope: '' })
  const broken = takeAll(database, assetId, [files[0]!, '{"runs": ['], { scope: '' })
  await expect(broken).rejects.toThrow(/^report-2\.sarif: .*too early/)
  expect(await takeAll(database, assetId, files, { scope: '' })).toMatchObject({
    again: 2,
    fixed: 1,
  })
  const { rows } = await database.pool.query(
    `select file_name, files from import where asset_id = $1 order by id desc limit 1`,
    [assetId],
  )
  const file = { format: 'SARIF 2.1.0', tool: 'Scanner' }
  expect(rows).toEqual([
    {
      file_name: 'report.sarif, report-2.sarif',
      files: [
        { name: 'report.sarif', ...file },
        { name: 'report-2.sarif', ...file },
      ],
    },
  ])
})

test('who knows the product says that it is fixed, once; who finds it again is heard', async ({
  database,
}) => {
  const assetId = await anAsset(database)
  const trivy = await sample('by-hand/trivy-image.json')
  const vex = JSON.parse(await sample('by-hand/openvex.json'))
  for (const statement of vex.statements) statement.status = 'fixed'
  const status = () => statusOf(database, assetId, 'CVE-2020-8203 in lodash')
  await take(database, assetId, trivy)
  expect(await take(database, assetId, vex)).toMatchObject({ new: 0, fixed: 1 })
  expect(await status()).toBe('FIX_ACCEPTED')
  expect(await take(database, assetId, trivy)).toMatchObject({ reopened: 1 })
  expect(await take(database, assetId, vex)).toMatchObject({ fixed: 0 })
  expect(await status()).toBe('IDENTIFIED')
})

test('a baseline that knows it is gone closes what nobody else finds', async ({ database }) => {
  const assetId = await anAsset(database)
  await take(database, assetId, report([on('a.c', 3), on('b.c', 3)]))
  const absent = { ...on('a.c', 3), baselineState: 'absent' }
  expect(await take(database, assetId, report([absent, on('b.c', 3)]))).toMatchObject({ fixed: 1 })
  expect(await statuses(database, assetId)).toMatchObject({ 'a.c': 'FIX_ACCEPTED' })
  // One of two that only their lines tell apart: nobody can say which, but the scan's scope can.
  await take(database, assetId, report([on('c.c', 3), on('c.c', 9)]), { scope: 'main' })
  const twin = report([on('c.c', 3), { ...on('c.c', 9), baselineState: 'absent' }])
  const summary = await take(database, assetId, twin, { scope: 'main' })
  expect(summary).toMatchObject({ new: 0, again: 1, fixed: 1 })
})

async function statuses(database: Database, assetId: number): Promise<Record<string, string>> {
  const rows = await all(database, assetId)
  return Object.fromEntries(rows.map((row) => [String(row.evidence['fileName']), row.status]))
}

async function statusOf(database: Database, assetId: number, title: string) {
  return (await all(database, assetId)).find((row) => row.title === title)?.status
}

/** All rows that an import could touch, but for the imports themselves. */
async function everything(database: Database) {
  const tables = ['vulnerability', 'finding', 'history', 'mark', 'alias', 'import_staging']
  const dumps = [...tables, 'import_target'].map(async (table) => {
    const { rows } = await database.pool.query(`select t::text from ${table} t order by 1`)
    return [table, rows] as const
  })
  return Object.fromEntries(await Promise.all(dumps))
}

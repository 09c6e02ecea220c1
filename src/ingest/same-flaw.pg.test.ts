import fc from 'fast-check'
import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import type { Database } from '../store/database.ts'
import {
  anAsset,
  grype,
  on,
  osv,
  report,
  standing,
  take,
  takeAll,
  trivy,
} from './import.fixture.ts'

const GHSA = 'GHSA-aaaa-bbbb-cccc'
const CVE = 'CVE-2024-1234'

test('two tools that share one name of a flaw are two sources of one vulnerability', async ({
  database,
}) => {
  const assetId = await anAsset(database)
  await take(database, assetId, grype([{ id: GHSA }]))
  const summary = await take(database, assetId, osv([{ id: GHSA, aliases: [CVE] }]))
  expect(summary).toMatchObject({ new: 0, again: 1 })
  // It has learnt the other name.
  expect(await take(database, assetId, trivy([CVE]))).toMatchObject({ new: 0, again: 1 })
  expect(await sources(database, assetId)).toEqual([['Grype', 'OSV-Scanner', 'Trivy']])
})

test('who shows two to be one goes to the older, and moves nothing', async ({ database }) => {
  const assetId = await anAsset(database)
  const reports = [trivy([CVE]), grype([{ id: GHSA }]), osv([{ id: GHSA, aliases: [CVE] }])]
  for (const content of reports) await take(database, assetId, content)
  const expected = [['OSV-Scanner', 'Trivy'], ['Grype']]
  expect(await sources(database, assetId)).toEqual(expected)
  for (const content of reports) {
    const summary = await take(database, assetId, content, { scope: '' })
    expect(summary).toMatchObject({ new: 0, again: 1, reopened: 0, fixed: 0 })
  }
  expect(await sources(database, assetId)).toEqual(expected)
})

test('of two that came together, the same is the older in whatever order their files came', async ({
  database,
}) => {
  const files = [trivy([CVE]), grype([{ id: GHSA }])]
  const both = osv([{ id: GHSA, aliases: [CVE] }])
  const joined = await Promise.all(
    [files, files.toReversed()].map(async (order) => {
      const assetId = await anAsset(database)
      await takeAll(database, assetId, order)
      await take(database, assetId, both)
      return standing(database, assetId)
    }),
  )
  expect(joined[1]).toEqual(joined[0])
})

test('in one import they are one, and a tool that no longer finds it leaves it to the others', async ({
  database,
}) => {
  const assetId = await anAsset(database)
  const files = [trivy([CVE]), grype([{ id: GHSA }]), osv([{ id: GHSA, aliases: [CVE] }])]
  const summary = await takeAll(database, assetId, files, { scope: '' })
  expect(summary).toMatchObject({ new: 1, again: 0 })
  const others = [trivy(['CVE-2020-1']), files[1]!, files[2]!]
  expect(await takeAll(database, assetId, others, { scope: '' })).toMatchObject({
    new: 1,
    fixed: 0,
  })
  const none = [trivy(['CVE-2020-1']), grype([]), osv([])]
  const wish = { scope: '', allowEmpty: true }
  expect(await takeAll(database, assetId, none, wish)).toMatchObject({ fixed: 1 })
})

/** What the scan of a small project found, by file: some of it twice, some of it at one place. */
const anyFile = fc.oneof(
  fc
    .array(fc.tuple(fc.constantFrom('a.c', 'b.c'), fc.integer({ min: 1, max: 3 })), {
      maxLength: 4,
    })
    .map((spots) => report(spots.map(([file, line]) => on(file, line)))),
  fc.uniqueArray(fc.constantFrom(CVE, 'CVE-2024-5678'), { maxLength: 2 }).map(trivy),
  fc.subarray([{ id: GHSA }, { id: CVE }]).map(grype),
  fc
    .subarray([
      { id: GHSA, aliases: [CVE] },
      { id: 'PYSEC-2024-1', aliases: [] },
    ])
    .map(osv),
)

test('in whatever files and order a scan comes, the same comes of it', async ({ database }) => {
  const anySplit = fc.array(anyFile, { minLength: 1, maxLength: 4 }).chain((files) =>
    fc.record({
      files: fc.constant(files),
      order: fc.shuffledSubarray(files, { minLength: files.length }),
      next: fc.array(anyFile, { minLength: 1, maxLength: 2 }),
    }),
  )
  await fc.assert(
    fc.asyncProperty(anySplit, async ({ files, order, next }) => {
      const [one, other] = [await anAsset(database), await anAsset(database)]
      await takeAll(database, one, files, { scope: '' })
      await takeAll(database, other, order, { scope: '' })
      expect(await standing(database, other)).toEqual(await standing(database, one))
      await takeAll(database, one, next, { scope: '' })
      await takeAll(database, other, next.toReversed(), { scope: '' })
      const after = await standing(database, one)
      expect(await standing(database, other)).toEqual(after)
      const again = await takeAll(database, one, next, { scope: '' })
      expect(again).toMatchObject({ new: 0, reopened: 0, fixed: 0 })
      expect(await standing(database, one)).toEqual(after)
    }),
    { numRuns: 8 },
  )
})

async function sources(database: Database, assetId: number): Promise<string[][]> {
  const { rows } = await database.pool.query<{ tools: string[] }>(
    `select array_agg(f.tool order by f.tool) as tools
     from vulnerability v join finding f on f.vulnerability_id = v.id
     where v.asset_id = $1 group by v.id order by v.id`,
    [assetId],
  )
  return rows.map((row) => row.tools)
}

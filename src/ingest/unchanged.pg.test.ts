import fc from 'fast-check'
import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import type { Database } from '../store/database.ts'
import { readKnown } from '../store/import-unchanged.ts'
import {
  actor,
  all,
  anAsset,
  grype,
  on,
  osv,
  report,
  setStatus,
  standing,
  takeAll,
  take,
  trivy,
} from './import.fixture.ts'
import { KNOWN_BYTES } from './known-contents.ts'

const CVE = 'CVE-2024-1234'
const GHSA = 'GHSA-aaaa-bbbb-cccc'

test('what an import would only see again is known, and nothing else', async ({ database }) => {
  const assetId = await anAsset(database)
  const results = [on('a.c', 3), on('b.c', 3), on('c.c', 3)]
  await take(database, assetId, report(results), { scope: 'main' })
  const known = () => knownIn(database, assetId, 'main')
  expect(await known()).toBe(3)
  expect(await knownIn(database, assetId, 'release')).toBe(0)
  expect(await knownIn(database, assetId, null)).toBe(3)
  const [edited, moved, judged] = await all(database, assetId)
  const change = (sql: string, id: number | undefined) => database.pool.query(sql, [id])
  await change(`update vulnerability set status = 'FALSE_POSITIVE' where id = $1`, judged?.id)
  expect(await known()).toBe(3)
  await change(`update vulnerability set severity = 'LOW' where id = $1`, edited?.id)
  await change(`update vulnerability set evidence = '{}' where id = $1`, moved?.id)
  expect(await known()).toBe(1)
  // It is told again, and believed where nobody has written anything else.
  await take(database, assetId, report(results), { scope: 'main' })
  expect(await known()).toBe(3)
  // Nobody takes over what is said of a judged one.
  await take(database, assetId, report([...results.slice(0, 2), on('c.c', 4)]), { scope: 'main' })
  expect(await known()).toBe(2)
})

test('what was not taken over is still said when the vulnerability can hear it', async ({
  database,
}) => {
  const assetId = await anAsset(database)
  await take(database, assetId, report([on('a.c', 3)]))
  await setStatus(database, assetId, 'FALSE_POSITIVE')
  await take(database, assetId, report([on('a.c', 5)]))
  expect(await all(database, assetId)).toMatchObject([{ evidence: { firstLine: 3 } }])
  await setStatus(database, assetId, 'IDENTIFIED')
  await take(database, assetId, report([on('a.c', 5)]))
  expect(await all(database, assetId)).toMatchObject([{ evidence: { firstLine: 5 } }])
  // Nobody says to have written this.
  await database.pool.query(`update vulnerability set title = 'x' where asset_id = $1`, [assetId])
  await take(database, assetId, report([on('a.c', 5)]))
  expect(await all(database, assetId)).toMatchObject([{ title: 'Unchecked copy' }])
})

test('a scan that was read before another one came in between counts as it was sent', async ({
  database,
}) => {
  const assetId = await anAsset(database)
  const before = [on('a.c', 3), on('b.c', 3), { ...on('c.c', 3), level: 'error' }]
  await take(database, assetId, report(before), { scope: '' })
  const long = Array.from({ length: 3_000 }, (_, i) => on(`f${i}.c`, 1))
  const began = Promise.withResolvers<void>()
  const between = take(database, assetId, report([on('a.c', 7), on('c.c', 3), ...long]), {
    scope: '',
    onProgress: ({ state }) => state === 'reading' && began.resolve(),
  })
  await began.promise
  const summary = await take(database, assetId, report(before), { scope: '' })
  expect(await between).toMatchObject({ new: 3_000, again: 2, fixed: 1 })
  expect(summary).toMatchObject({ new: 0, again: 3, reopened: 1, fixed: 3_000 })
  const rows = await all(database, assetId)
  expect(rows.slice(0, 3)).toMatchObject([
    { evidence: { firstLine: 3 } },
    { status: 'IDENTIFIED' },
    { severity: 'HIGH' },
  ])
})

const level = fc.constantFrom('warning', 'error')
const anyResult = fc
  .record({
    file: fc.constantFrom('a.c', 'b.c'),
    line: fc.integer({ min: 1, max: 3 }),
    level,
    words: fc.constantFrom('Unchecked copy', 'Unchecked copy of a name'),
    more: fc.constantFrom(
      {},
      {},
      { suppressions: [{ kind: 'inSource' }] },
      { baselineState: 'absent' },
    ),
  })
  .map(({ file, line, level: severity, words, more }) => ({
    ...on(file, line),
    level: severity,
    message: { text: words },
    partialFingerprints: { own: file },
    ...more,
  }))
const anyFile = fc.oneof(
  { weight: 3, arbitrary: fc.array(anyResult, { maxLength: 4 }).map((some) => report(some)) },
  fc.uniqueArray(fc.constantFrom(CVE, 'CVE-2024-5678'), { maxLength: 2 }).map(trivy),
  fc.subarray([{ id: GHSA }, { id: CVE }]).map(grype),
  fc.subarray([{ id: GHSA, aliases: [CVE] }]).map(osv),
)
/** What people do to all of an asset's in between. */
const anyDeed = fc.constantFrom(
  null,
  null,
  `update vulnerability set status = 'FIX_ACCEPTED', status_changed_at = clock_timestamp() where asset_id = $1`,
  `update vulnerability set status = 'FALSE_POSITIVE' where asset_id = $1`,
  `update vulnerability set status = 'IDENTIFIED' where asset_id = $1`,
  `with edited as (update vulnerability set title = 'mine' where asset_id = $1 returning id)
   insert into history (vulnerability_id, actor, kind, message)
   select id, '${JSON.stringify(actor)}', 'edited', 'Edited' from edited`,
)
const anyStep = fc.record({
  files: fc.array(anyFile, { minLength: 1, maxLength: 2 }),
  scope: fc.constantFrom(undefined, '', 'main'),
  /** The same files are sent so often. */
  times: fc.integer({ min: 1, max: 2 }),
  deed: anyDeed,
})

test('to stage only what changed gives what it gives to stage everything', async ({ database }) => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 2, maxLength: 4 }), async (steps) => {
      const [one, other] = [await anAsset(database), await anAsset(database)]
      for (const { files, scope, times, deed } of steps) {
        for (let n = 0; n < times; n++) {
          const summary = await takeAll(database, one, files, { scope })
          await forgetContents(database, other)
          const whole = await takeAll(database, other, files, { scope })
          expect({ ...summary, importId: 0 }).toEqual({ ...whole, importId: 0 })
          expect(await standing(database, one)).toEqual(await standing(database, other))
        }
        if (deed === null) continue
        for (const assetId of [one, other]) await database.pool.query(deed, [assetId])
      }
    }),
    { numRuns: 12 },
  )
})

async function knownIn(database: Database, assetId: number, scope: string | null) {
  const known = await readKnown(database.kysely, { assetId, scope }, KNOWN_BYTES)
  return known.length / KNOWN_BYTES
}

/** As after an update from a version that kept none. */
async function forgetContents(database: Database, assetId: number): Promise<void> {
  await database.pool.query(
    `update finding f set content = null, wording = null
     from vulnerability v where v.id = f.vulnerability_id and v.asset_id = $1`,
    [assetId],
  )
}

import { readFile } from 'node:fs/promises'
import { v5 } from 'uuid'
import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import type { Database } from '../store/database.ts'
import { findVulnerabilities } from '../store/vulnerability-list.ts'
import {
  INSTALLATION,
  actor,
  aPairedAsset,
  all,
  anAsset,
  on,
  report,
  setStatus,
  take,
  type Row,
} from './import.fixture.ts'
import type { ImportProgress } from './import-report.ts'
import { ReportError } from './report.ts'

const SAMPLE = await readFile(new URL('../../samples/flawfinder-kerberos.sarif', import.meta.url))

test('a real report becomes vulnerabilities with history and a wish to look', async ({
  database,
}) => {
  const assetId = await aPairedAsset(database)
  const progress: ImportProgress[] = []
  const summary = await take(database, assetId, SAMPLE, {
    onProgress: (step) => progress.push(step),
  })
  expect(summary).toMatchObject({ tool: 'Flawfinder', new: 47, again: 0, reopened: 0, skipped: [] })
  expect(progress.at(-1)).toMatchObject({ state: 'applying', read: 47, expected: 47 })
  const rows = await all(database, assetId)
  expect(rows).toHaveLength(47)
  expect(new Set(rows.map((row) => row.status))).toEqual(new Set(['IDENTIFIED']))
  expect(await count(database, 'finding', rows)).toBe(47)
  expect(await count(database, 'mark', rows)).toBe(47)
  const { rows: history } = await database.pool.query(
    `select message, actor from history where vulnerability_id = $1`,
    [rows[0]?.id],
  )
  expect(history).toEqual([{ message: 'Created by import of report.sarif (Flawfinder)', actor }])
  const { rows: states } = await database.pool.query(
    `select state, new_count, read_count from import where id = $1`,
    [summary.importId],
  )
  expect(states).toEqual([{ state: 'applied', new_count: 47, read_count: 47 }])
})

test('a ticket key is made of installation, asset and fingerprint', async ({ database }) => {
  const assetId = await anAsset(database)
  await take(database, assetId, report([on('a.c', 3), on('a.c', 9)]))
  for (const row of await all(database, assetId)) {
    expect(row.ticket_key).toBe(v5(`${assetId}:${row.fingerprint}`, INSTALLATION))
  }
})

test('the same report again changes nothing but when it was last seen', async ({ database }) => {
  const assetId = await aPairedAsset(database)
  await take(database, assetId, SAMPLE)
  const before = await all(database, assetId)
  const { rows: marks } = await database.pool.query(
    `select vulnerability_id, revision from mark order by 1`,
  )
  const again = await take(database, assetId, SAMPLE)
  expect(again).toMatchObject({ new: 0, again: 47, reopened: 0 })
  const after = await all(database, assetId)
  expect(after).toEqual(before)
  const { rows: seen } = await database.pool.query(
    `select count(*) filter (where last_seen_at > first_seen_at) as again, count(*) as all
     from finding where vulnerability_id = any($1)`,
    [after.map(({ id }) => id)],
  )
  expect(seen).toEqual([{ again: 47, all: 47 }])
  const { rows: marksAfter } = await database.pool.query(
    `select vulnerability_id, revision from mark order by 1`,
  )
  expect(marksAfter).toEqual(marks)
})

test('the order of results makes no difference, nor does a line that moved', async ({
  database,
}) => {
  const assetId = await anAsset(database)
  const results = [on('a.c', 3), on('a.c', 9), on('b.c', 1), on('a.c', 20)]
  await take(database, assetId, report(results))
  const before = await all(database, assetId)
  expect(before.map((row) => row.evidence['firstLine'])).toEqual([3, 9, 1, 20])
  const moved = results.map((_, i) => on(i === 2 ? 'b.c' : 'a.c', [4, 10, 2, 21][i]!)).toReversed()
  expect(await take(database, assetId, report(moved))).toMatchObject({ new: 0, again: 4 })
  const after = await all(database, assetId)
  expect(after.map((row) => row.evidence['firstLine'])).toEqual([4, 10, 2, 21])
})

test('a result written twice is one vulnerability, and the repeat is counted', async ({
  database,
}) => {
  const assetId = await anAsset(database)
  const summary = await take(database, assetId, report([on('a.c', 3), on('a.c', 3)]))
  expect(summary).toMatchObject({
    new: 1,
    skipped: [{ reason: 'repeats another result of this report', count: 1 }],
  })
})

test('a report split between files gives the same vulnerabilities as the whole', async ({
  database,
}) => {
  const results = ['a.c', 'b.c', 'c.c'].flatMap((file) => [on(file, 3), on(file, 9)])
  const whole = await anAsset(database)
  await take(database, whole, report(results))
  const split = await anAsset(database)
  await take(database, split, report(results.slice(0, 2)))
  await take(database, split, report(results.slice(2)))
  const names = async (id: number) =>
    (await all(database, id)).map((row) => row.fingerprint).toSorted()
  expect(await names(split)).toEqual(await names(whole))
})

test('a fixed one that is found again is Identified again, and says why', async ({ database }) => {
  const assetId = await aPairedAsset(database)
  await take(database, assetId, report([on('a.c', 3)]))
  await setStatus(database, assetId, 'FIX_ACCEPTED')
  expect(await take(database, assetId, report([on('a.c', 3)]))).toMatchObject({ reopened: 1 })
  const [row] = await all(database, assetId)
  expect(row).toMatchObject({
    status: 'IDENTIFIED',
    status_reason: 'Found by import of report.sarif (Scanner)',
  })
  const { rows } = await database.pool.query(
    `select h.message, m.revision from history h join mark m using (vulnerability_id)
     where h.vulnerability_id = $1 order by h.id desc limit 1`,
    [row?.id],
  )
  expect(rows).toEqual([{ message: 'Changed status from Fixed to Identified', revision: 2 }])
})

test('a judged one is never touched', async ({ database }) => {
  for (const status of ['RISK_ACCEPTED', 'FALSE_POSITIVE']) {
    const assetId = await anAsset(database)
    await take(database, assetId, report([on('a.c', 3)]))
    await setStatus(database, assetId, status)
    const louder = { ...on('a.c', 5), level: 'error' }
    expect(await take(database, assetId, report([louder]))).toMatchObject({ again: 1, reopened: 0 })
    const [row] = await all(database, assetId)
    expect(row).toMatchObject({ status, severity: 'MEDIUM', evidence: { firstLine: 3 } })
  }
})

test('what the scanner says anew is taken over, what a person wrote is not', async ({
  database,
}) => {
  const assetId = await anAsset(database)
  await take(database, assetId, report([on('a.c', 3), on('b.c', 3)]))
  const [mine] = await all(database, assetId)
  await database.pool.query(`update vulnerability set severity = 'LOW' where id = $1`, [mine?.id])
  await database.pool.query(
    `insert into history (vulnerability_id, actor, kind, message) values ($1, $2, 'edited', 'Edited')`,
    [mine?.id, JSON.stringify(actor)],
  )
  await take(
    database,
    assetId,
    report([on('a.c', 3), on('b.c', 3)].map((r) => ({ ...r, level: 'error' }))),
  )
  expect((await all(database, assetId)).map((row) => row.severity)).toEqual(['LOW', 'HIGH'])
})

test('suppressed results are there, Suppressed, and follow the scanner back', async ({
  database,
}) => {
  const assetId = await anAsset(database)
  const quiet = { ...on('a.c', 3), suppressions: [{ kind: 'inSource' }] }
  await take(database, assetId, report([quiet]))
  expect(await all(database, assetId)).toMatchObject([{ status: 'SUPPRESSED' }])
  await take(database, assetId, report([on('a.c', 3)]))
  expect(await all(database, assetId)).toMatchObject([{ status: 'IDENTIFIED' }])
})

test('new ones are only Created where the policy says so', async ({ database }) => {
  const assetId = await anAsset(database)
  await database.pool.query(
    `insert into policy (asset_id, create_as_identified) values ($1, false)`,
    [assetId],
  )
  await take(database, assetId, report([on('a.c', 3)]))
  expect(await all(database, assetId)).toMatchObject([{ status: 'CREATED' }])
})

test('a broken file changes nothing and says where it is broken', async ({ database }) => {
  const assetId = await anAsset(database)
  const failure = take(database, assetId, SAMPLE.subarray(0, SAMPLE.length - 3))
  await expect(failure).rejects.toThrow(/the file ends too early .*byte \d+, line \d+/)
  await expect(failure).rejects.toBeInstanceOf(ReportError)
  expect(await all(database, assetId)).toEqual([])
  const { rows } = await database.pool.query(
    `select state, error ~ 'ends too early' as says, (select count(*) from import_staging) as staged
     from import where asset_id = $1`,
    [assetId],
  )
  expect(rows).toEqual([{ state: 'failed', says: true, staged: 0 }])
})

test('two imports into one asset at once agree', async ({ database }) => {
  const assetId = await anAsset(database)
  const results = Array.from({ length: 300 }, (_, i) => on(`f${i}.c`, i + 1))
  const both = await Promise.all([
    take(database, assetId, report(results)),
    take(database, assetId, report(results.toReversed())),
  ])
  expect(both.map((one) => one.new).toSorted((a, b) => a - b)).toEqual([0, 300])
  expect(await all(database, assetId)).toHaveLength(300)
})

test('many new ones wait behind what people do', async ({ database }) => {
  const assetId = await aPairedAsset(database)
  await take(database, assetId, report(Array.from({ length: 51 }, (_, i) => on(`f${i}.c`, 1))))
  const { rows } = await database.pool.query(
    `select distinct m.priority from mark m join vulnerability v on v.id = m.vulnerability_id
     where v.asset_id = $1`,
    [assetId],
  )
  expect(rows).toEqual([{ priority: 1 }])
})

test('what an import found first is listed by it, and nothing else', async ({ database }) => {
  const assetId = await anAsset(database)
  const known = [on('a.c', 1), on('b.c', 2)]
  const first = await take(database, assetId, report(known))
  const second = await take(database, assetId, report([...known, on('c.c', 3)]))
  await take(database, await anAsset(database), report(known))
  const newIn = async (importId: number) => {
    const order = { sort: 'id', direction: 'asc' } as const
    const filter = { archived: false, importId }
    const { rows } = await findVulnerabilities(database.kysely, filter, order, 50, null)
    return rows.map(({ id }) => id)
  }
  const [a, b, c] = (await all(database, assetId)).map(({ id }) => id)
  expect(await newIn(first.importId)).toEqual([a, b])
  expect(await newIn(second.importId)).toEqual([c])
  expect(await newIn(424_242)).toEqual([])
})

test('nothing is imported into an asset that is not there', async ({ database }) => {
  await expect(take(database, 999_999, report([]))).rejects.toThrow('there is no asset 999999')
})

async function count(database: Database, table: string, of: readonly Row[]): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*) as n from ${table} where vulnerability_id = any($1)`,
    [of.map((row) => row.id)],
  )
  return rows[0]?.n ?? 0
}

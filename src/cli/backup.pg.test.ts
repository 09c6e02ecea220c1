import { randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

import { expect, test } from 'vitest'

import { emptyDatabaseUrl, freshDatabaseUrl } from '../../test/support/database.ts'
import { query } from '../../test/support/embedded.ts'
import { temporaryFolder } from '../../test/support/folder.ts'
import { idOf } from '../lib/seal.ts'
import { EVERYTHING } from '../store/backup/everything.fixture.ts'
import { KEPT, LEFT_OUT } from '../store/backup/tables.ts'
import { lockstep } from './lockstep.fixture.ts'

const TABLES = `select tablename as name from pg_tables where schemaname = 'public' order by 1`

test('each table is in a backup, or it is said why not', async () => {
  const known = [...KEPT, ...Object.keys(LEFT_OUT)]
  const there = await query(await freshDatabaseUrl(), TABLES)
  expect(there.map(({ name }) => name)).toEqual(known.toSorted())
})

test('a database made of a backup holds the same, and makes no tickets until somebody says so', async () => {
  const folder = await temporaryFolder()
  const file = join(folder, 'lockstep.gz')
  const key = randomBytes(32)
  const from = await freshDatabaseUrl()
  await query(from, EVERYTHING.replaceAll('0badc0de', idOf(key)))
  const run = (command: string, url: string, path = file, sealing = key) =>
    lockstep([command, path], {
      LOCKSTEP_DATA: folder,
      DATABASE_URL: url,
      LOCKSTEP_SEALING_KEY: sealing.toString('base64'),
    })

  expect(await run('export', from)).toMatchObject({ code: 0, stderr: '' })
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const text = gunzipSync(await readFile(file)).toString()
  expect(text).not.toContain('"secret"')

  const to = await emptyDatabaseUrl()
  const otherKey = await run('import-backup', to, file, randomBytes(32))
  expect(otherKey).toMatchObject({ code: 3 })
  expect(otherKey.stderr).toContain(`sealed with key ${idOf(key)}`)

  const imported = await run('import-backup', to)
  expect(imported).toMatchObject({ code: 0, stderr: '' })
  expect(imported.stdout).toContain('2499 vulnerabilities, 1 tickets')
  for (const table of KEPT) {
    const content = `select md5(string_agg(t::text, '|' order by t::text)) as all, count(*) from "${table}" t`
    const there = await query(from, content)
    // Nothing is compared with nothing: a new table needs a row in the fixture.
    const isThere = Number(there[0]?.['count']) > 0
    expect({ table, isThere }).toEqual({ table, isThere: true })
    if (table === 'installation') continue
    expect({ table, rows: await query(to, content) }).toEqual({ table, rows: there })
  }
  const COUNTED = `select sum(count)::int as count from vulnerability_count`
  await query(to, 'select add_up_counts()')
  expect(await query(to, COUNTED)).toEqual([{ count: 2_499 }])
  const HOME = 'select id, created_at, creating_stopped from installation'
  const [home] = await query(to, HOME)
  const [original] = await query(from, HOME)
  expect(home).toMatchObject({ id: original?.['id'], created_at: original?.['created_at'] })
  expect(home?.['creating_stopped']).toContain('restored from a backup')
  const next = `insert into vulnerability (asset_id, title, type, severity, status, fingerprint)
    values (1, 'new', 'SAST', 'LOW', 'CREATED', 'new') returning id`
  expect(Number((await query(to, next))[0]?.['id'])).toBe(2_500)
})

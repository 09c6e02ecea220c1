import { once } from 'node:events'

import { expect, test } from 'vitest'

import { freshDatabaseUrl } from '../../test/support/database.ts'
import { query } from '../../test/support/embedded.ts'
import { temporaryFolder } from '../../test/support/folder.ts'
import { lockstep, lockstepProcess } from './lockstep.fixture.ts'

test('a worker looks at what is marked, and stops when it is told to', async () => {
  const databaseUrl = await freshDatabaseUrl()
  const child = lockstepProcess(['worker'], {
    LOCKSTEP_DATA: await temporaryFolder(),
    DATABASE_URL: databaseUrl,
    LOCKSTEP_LOG: 'warn',
  })
  let log = ''
  child.stderr.on('data', (chunk) => (log += String(chunk)))
  const [line] = await once(child.stdout, 'data')
  expect(String(line)).toBe('Lockstep works\n')
  expect(log).toContain('links in tickets will lead to this machine: set PUBLIC_URL')

  await query(databaseUrl, MARKED_VULNERABILITY)
  const unlooked = 'select 1 from mark where looked_revision < revision'
  await expect
    .poll(async () => (await query(databaseUrl, unlooked)).length, { timeout: 15_000 })
    .toBe(0)

  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
})

test('a worker that cannot know where people open Lockstep says so', async () => {
  const { code, stderr } = await lockstep(['worker'], { PORT: '0', LOCKSTEP_LOG: 'silent' })
  expect(stderr).toContain('Set PUBLIC_URL to the address that people open Lockstep by.')
  expect(code).toBe(2)
})

const MARKED_VULNERABILITY = `
  with a as (insert into asset (name) values ('shop') returning id),
    v as (
      insert into vulnerability (asset_id, title, type, severity, status, fingerprint)
      select id, 'A hole', 'SAST', 'HIGH', 'IDENTIFIED', 'f' from a returning id
    )
  insert into mark (vulnerability_id) select id from v`

import { fileURLToPath } from 'node:url'

import { expect, test as base } from 'vitest'

import { query } from '../../test/support/embedded.ts'
import { lockstep, runningLockstep, type Running } from './lockstep.fixture.ts'

const SAMPLE = fileURLToPath(new URL('../../samples/flawfinder-kerberos.sarif', import.meta.url))

interface World {
  readonly running: Running
  readonly env: Record<string, string>
}

/** An asset that was scanned, and a key that may only look. */
const test = base.extend<{ world: World }>({
  world: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      await using running = await runningLockstep()
      const env = { LOCKSTEP_URL: running.url }
      const developer = { ...env, LOCKSTEP_API_KEY: await running.key('DEVELOPER') }
      await lockstep(['import', SAMPLE, '--asset', 'kerberos', '--create-asset'], developer)
      await use({ running, env: { ...env, LOCKSTEP_API_KEY: await running.key('VIEWER') } })
    },
    { scope: 'file' },
  ],
})

test('where an asset stands is said to people and to programs', async ({ world: { env } }) => {
  const said = await lockstep(['status', '--asset', 'kerberos'], env)
  expect(said.stdout).toMatch(/^kerberos\n {2}Open {6}\d+: \d+ High, .*\n {2}Tickets {3}none/)
  expect(said.stdout).toMatch(/Scans {5}Flawfinder: .* UTC, flawfinder-kerberos\.sarif, \d+ new/)
  expect(said).toMatchObject({ code: 0, stderr: '' })
  const { stdout } = await lockstep(['status', '--asset', 'kerberos', '--json'], env)
  expect(JSON.parse(stdout)).toMatchObject({
    ok: true,
    asset: { name: 'kerberos' },
    connection: null,
    imports: [{ tool: 'Flawfinder' }],
  })
})

test('a build stops at what is open, and at nothing else', async ({ world: { running, env } }) => {
  const gate = (...args: string[]) => lockstep(['gate', '--asset', 'kerberos', ...args], env)
  expect(await gate('--fail-on', 'critical')).toMatchObject({
    code: 0,
    stdout: 'Passed: kerberos has no open vulnerability of Critical\n',
  })
  const failed = await gate('--fail-on', 'high')
  expect(failed.stdout).toMatch(/^Failed: kerberos has open vulnerabilities of High or above: \d/)
  expect(failed.stdout).toContain(`${running.url}/spa/vulnerabilities/`)
  expect(failed.code).toBe(1)
  const json = JSON.parse((await gate('--fail-on', 'HIGH', '--json')).stdout)
  expect(json).toMatchObject({ ok: true, passed: false, found: [{ total: 0 }, {}] })
  await query(
    running.databaseUrl,
    `update vulnerability set first_seen_at = now() - interval '2 days'`,
  )
  expect((await gate('--fail-on', 'high', '--new-since', '1d')).code).toBe(0)
  await query(running.databaseUrl, `update vulnerability set status = 'CREATED'`)
  const created = await gate('--fail-on', 'low')
  expect(created.stdout).toContain('Not counted: ')
  expect(created.code).toBe(0)
  expect((await gate('--fail-on', 'high', '--include-created')).code).toBe(1)
})

test('no answer is never taken for a verdict', async ({ world: { env } }) => {
  const end = async (args: string[], more = {}) => {
    const { code, stderr } = await lockstep(['gate', ...args], { ...env, ...more })
    return [code, stderr.split('\n')[0]]
  }
  const kerberos = ['--asset', 'kerberos', '--fail-on', 'high']
  expect(await end(['--asset', 'none', '--fail-on', 'high'])).toEqual([
    2,
    'error: there is no asset named "none"',
  ])
  expect((await end(['--asset', 'kerberos', '--fail-on', 'grave']))[0]).toBe(2)
  expect(await end([...kerberos, '--scope', 'mian'])).toEqual([
    2,
    'error: no scan of "mian" was imported into kerberos',
  ])
  expect((await end(kerberos, { LOCKSTEP_API_KEY: 'wrong' }))[0]).toBe(3)
  expect((await end(kerberos, { LOCKSTEP_URL: 'http://127.0.0.1:1' }))[0]).toBe(3)
})

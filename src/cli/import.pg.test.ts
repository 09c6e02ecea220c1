import { createServer } from 'node:http'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, test as base } from 'vitest'

import { temporaryFolder } from '../../test/support/folder.ts'
import { lockstep, runningLockstep, type Running } from './lockstep.fixture.ts'

const SAMPLE = fileURLToPath(new URL('../../samples/flawfinder-kerberos.sarif', import.meta.url))
const NO_RESULTS = '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"none"}},"results":[]}]}'

interface World {
  readonly running: Running
  readonly env: Record<string, string>
}

const test = base.extend<{ world: World }>({
  world: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      await using running = await runningLockstep()
      const key = await running.key('DEVELOPER')
      await use({ running, env: { LOCKSTEP_URL: running.url, LOCKSTEP_API_KEY: key } })
    },
    { scope: 'file' },
  ],
})

test('a report goes into the asset of exactly that name', async ({ world: { running, env } }) => {
  for (const name of ['kerberos', 'kerberos 2', 'old kerberos']) {
    await running.call('POST', '/assets', { name })
  }
  const first = await lockstep(['import', SAMPLE, '--asset', 'kerberos'], env)
  expect(first.stderr).toMatch(/^Sending: \d+ of \d+ kB\n/)
  expect(first.stdout).toMatch(
    /^Imported flawfinder-kerberos\.sarif into kerberos: 47 results of Flawfinder\n +\d+ new\n/,
  )
  expect(first.code).toBe(0)

  const again = await lockstep(['import', SAMPLE, '--asset', 'kerberos', '--json'], env)
  expect(JSON.parse(again.stdout)).toMatchObject({
    ok: true,
    import: { state: 'applied', asset: { name: 'kerberos' }, newCount: 0, readCount: 47 },
  })
})

test('an asset that is not there is made only when that is wished', async ({ world: { env } }) => {
  const args = ['import', SAMPLE, '--asset', 'Shop']
  expect(await lockstep(args, env)).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: there is no asset named "Shop"\nCheck the name, or add --create-asset.\n',
  })
  const made = await lockstep([...args, '--create-asset'], env)
  expect(made.stdout).toContain('into Shop: 47 results')
  const misspelt = await lockstep(['import', SAMPLE, '--asset', 'shop', '--create-asset'], env)
  expect(misspelt.stderr).toContain('but one named "Shop"')
  expect(misspelt.code).toBe(2)
})

test('a scan of several files says what it would do, does it, and closes what it no longer finds', async ({
  world: { env },
}) => {
  const folder = await temporaryFolder()
  const report = async (name: string, rules: readonly string[]) => {
    const findings = rules.map((rule) => ({ rule, title: rule, severity: 'HIGH' }))
    await writeFile(join(folder, name), JSON.stringify({ lockstep: 1, tool: 'Acme', findings }))
    return join(folder, name)
  }
  const both = [await report('a.json', ['A-1', 'A-2']), await report('b.json', ['B-1'])]
  const scan = (files: readonly string[], ...more: string[]) =>
    lockstep(
      ['import', ...files, '--asset', 'Scanned', '--create-asset', '--scope', 'main', ...more],
      env,
    )
  const rehearsed = await scan(both, '--dry-run')
  expect(rehearsed.stdout).toMatch(
    /^Rehearsed, nothing was changed: 2 files into Scanned: 3 results/,
  )
  expect((await scan(both)).stdout).toMatch(/^Imported 2 files into Scanned: .*main\n +3 new\n/)
  expect((await scan(both.slice(1))).stdout).toMatch(/ 1 found again\n.*\n +2 fixed\n/)

  const empty = await scan([await report('none.json', [])])
  expect(empty.stdout).toMatch(/ 0 fixed: \w/)
  const nothing = await scan([join(folder, 'none.json')], '--allow-empty', '--json')
  expect(JSON.parse(nothing.stdout)).toMatchObject({ ok: true, import: { fixedCount: 1 } })

  const swallowed = await lockstep(['import', '--scope', ...both, '--asset', 'Scanned'], env)
  expect(swallowed.stderr).toContain('--scope took the file')
  expect(swallowed.code).toBe(2)
})

test('two builds that make the same asset at once both succeed', async ({ world: { env } }) => {
  const path = join(await temporaryFolder(), 'report.sarif')
  await writeFile(path, NO_RESULTS)
  const args = ['import', path, '--asset', 'Made by two', '--create-asset']
  const both = await Promise.all([lockstep(args, env), lockstep(args, env)])
  expect(both.map(({ code, stderr }) => [code, stderr.includes('error')])).toEqual([
    [0, false],
    [0, false],
  ])
})

test('a broken report says where it is broken, and what to do', async ({ world: { env } }) => {
  const path = join(await temporaryFolder(), 'cut.sarif')
  await writeFile(path, NO_RESULTS.slice(0, -3))
  const { code, stdout, stderr } = await lockstep(
    ['import', path, '--asset', 'Broken', '--create-asset', '--json'],
    env,
  )
  expect(code).toBe(1)
  expect(stderr).toMatch(/error: .*cut short|error: .*(ends|end of)/i)
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: expect.any(String) })
})

test('who may not import is told, and by what that is changed', async ({
  world: { running, env },
}) => {
  const args = ['import', SAMPLE, '--asset', 'Not mine', '--create-asset']
  const viewer = await lockstep(args, { ...env, LOCKSTEP_API_KEY: await running.key('VIEWER') })
  expect(viewer.stderr).toContain('Ask an Admin for the profile Developer')
  expect(viewer.code).toBe(3)
  const stranger = await lockstep(args, { ...env, LOCKSTEP_API_KEY: 'wrong' })
  expect(stranger.stderr).toContain('set LOCKSTEP_API_KEY to it')
  expect(stranger.code).toBe(3)
  const nobody = await lockstep(args, { LOCKSTEP_URL: running.url })
  expect(nobody.stderr).toContain('LOCKSTEP_API_KEY is not set')
  expect(nobody.code).toBe(2)
})

test('a file that cannot be sent is refused before anything is asked', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'empty.sarif'), '')
  // Nothing listens there: an answer of 3 would mean that it was tried.
  const env = { LOCKSTEP_URL: 'http://127.0.0.1:1', LOCKSTEP_API_KEY: 'any' }
  const of = async (path: string) => {
    const { code, stderr } = await lockstep(['import', path, '--asset', 'x'], env)
    return [code, stderr.split('\n')[0]]
  }
  expect(await of(join(folder, 'none'))).toEqual([2, `error: there is no file ${folder}/none`])
  expect(await of(folder)).toEqual([2, `error: ${folder} is not a file`])
  const empty = join(folder, 'empty.sarif')
  expect(await of(empty)).toEqual([1, `error: ${empty} is empty`])
})

test('where no Lockstep answers, that is what it says', async () => {
  const args = ['import', SAMPLE, '--asset', 'x', '--url']
  const env = { LOCKSTEP_API_KEY: 'any' }
  const silent = await lockstep([...args, 'http://127.0.0.1:1'], env)
  expect(silent.stderr).toMatch(
    /^error: http:\/\/127\.0\.0\.1:1 cannot be reached: nothing answers/,
  )
  expect(silent.code).toBe(3)

  const other = createServer((_, response) => response.end('<h1>Welcome</h1>')).listen(0)
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const stranger = await lockstep([...args, `http://127.0.0.1:${port}`], env)
  other.close()
  expect(stranger.stderr).toContain('and not as Lockstep does')
  expect(stranger.code).toBe(3)

  const nonsense = await lockstep([...args, 'lockstep.example.com'], env)
  expect(nonsense.stderr).toContain('"lockstep.example.com" is not an http or https URL')
  expect(nonsense.code).toBe(2)
})

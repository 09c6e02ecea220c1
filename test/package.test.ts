import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { afterAll, beforeAll, expect, test } from 'vitest'

const run = promisify(execFile)
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const installs = 240_000
let home = ''

/** As a stranger would: packed, and installed in a folder that knows nothing of this one. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'lockstep-package-'))
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', home], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  })
  const [, filename] = /"filename":\s*"([^"]+)"/.exec(stdout) ?? []
  await writeFile(join(home, 'package.json'), '{ "name": "elsewhere", "private": true }\n')
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  await run('npm', ['install', `./${filename}`, '--prefer-offline', '--ignore-scripts', ...quiet], {
    cwd: home,
  })
}, installs)

afterAll(() => rm(home, { recursive: true, force: true }))

test('installed elsewhere, lockstep says its version', async () => {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const { stdout } = await run(join(home, 'node_modules/.bin/lockstep'), ['--version'])
  expect(stdout.trim()).toBe(version)
})

test('installed elsewhere, lockstep starts whole: its own database, its API, its pages', async () => {
  const child = spawn(join(home, 'node_modules/.bin/lockstep'), [], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      LOCKSTEP_DATA: join(home, 'data'),
      PORT: '0',
      LOCKSTEP_LOG: 'warn',
    },
  })
  const [line] = await once(child.stdout, 'data')
  const [url] = /http:\S+/.exec(String(line)) ?? []
  const [ready, page] = await Promise.all([
    fetch(new URL('/readyz', url)),
    fetch(new URL('/spa/', url)),
  ])
  expect([ready.status, page.status]).toEqual([200, 200])
  expect(await page.text()).toContain('<div id="root">')
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
})

test('installed elsewhere, lockstep-servicenow runs an instance', async () => {
  const child = spawn(join(home, 'node_modules/.bin/lockstep-servicenow'), [], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout, 'data')
  const [url] = /http:\S+/.exec(String(line)) ?? []
  const answer = await fetch(new URL('/api/now/table/incident', url))
  expect(answer.status).toBe(401)
  child.kill('SIGTERM')
  await once(child, 'exit')
})

test('installed elsewhere, the emulator can be started from a program', async () => {
  const program = `import { startEmulator } from 'lockstep/emulator'
    const emulator = await startEmulator()
    console.log(emulator.url)
    await emulator.stop()`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: home,
  })
  expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+/)
})

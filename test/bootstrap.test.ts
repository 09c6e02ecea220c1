import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { temporaryFolder } from './support/folder.ts'

const bin = join(dirname(fileURLToPath(import.meta.url)), '..', 'bin')
const { whyInstall } = await load<{
  whyInstall: (root: string, development: boolean) => string | null
}>('install.mjs')
const { isRecent } = await load<{ isRecent: (version: string) => boolean }>('node.mjs')

interface Locked {
  version: string
  dev?: boolean
  optional?: boolean
}

const LOCKED: Record<string, Locked> = {
  'node_modules/fastify': { version: '5.0.0' },
  'node_modules/vitest': { version: '5.0.0', dev: true },
  'node_modules/for-another-machine': { version: '1.0.0', optional: true },
}

/** A checkout in which `installed` is what npm left behind; null: it never ran. */
async function checkout(installed: Record<string, Locked> | null): Promise<string> {
  const root = await temporaryFolder()
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages: LOCKED }))
  if (installed === null) return root
  for (const [path, { version }] of Object.entries(installed)) {
    await mkdir(join(root, path), { recursive: true })
    await writeFile(join(root, path, 'package.json'), JSON.stringify({ version }))
  }
  const noted = join(root, 'node_modules', '.package-lock.json')
  await writeFile(noted, JSON.stringify({ packages: installed }))
  return root
}

test('a fresh clone is installed, and says why', async () => {
  expect(whyInstall(await checkout(null), true)).toBe('node_modules is missing')
})

test('what is installed as locked is left alone, without the packages of other machines', async () => {
  const { 'node_modules/for-another-machine': _, ...here } = LOCKED
  expect(whyInstall(await checkout(here), true)).toBeNull()
})

test('a package of another version than the locked one is a reason to install', async () => {
  const older = { ...LOCKED, 'node_modules/fastify': { version: '4.0.0' } }
  expect(whyInstall(await checkout(older), true)).toBe('fastify is not the locked 5.0.0')
})

test('a package that somebody deleted is a reason to install', async () => {
  const root = await checkout(LOCKED)
  await rm(join(root, 'node_modules', 'fastify'), { recursive: true })
  expect(whyInstall(root, true)).toBe('fastify is not the locked 5.0.0')
})

test('an install without development is enough for what needs none', async () => {
  const root = await checkout({ 'node_modules/fastify': { version: '5.0.0' } })
  expect(whyInstall(root, false)).toBeNull()
  expect(whyInstall(root, true)).toBe('vitest is not the locked 5.0.0')
})

test('what is installed is what is locked, and no package runs a script of its own', async () => {
  const root = await checkout(null)
  const npm = join(root, 'npm-cli.js')
  await writeFile(npm, 'console.log(JSON.stringify(process.argv.slice(2)))')
  const { code, output } = await runBootstrap(
    `process.env.npm_execpath = ${JSON.stringify(npm)}
    const { install } = await import('${bin}/bootstrap/install.mjs')
    await install(${JSON.stringify(root)}, { development: true })`,
  )
  expect(code).toBe(0)
  const words = JSON.parse(output.split('\n')[1] ?? '') as string[]
  expect(words[0]).toBe('ci')
  expect(words).toContain('--ignore-scripts')
})

test('a Node that cannot run TypeScript as it is does not count as recent', () => {
  expect(['18.20.0', '20.20.2', '22.18.0'].filter(isRecent)).toEqual([])
  expect(['22.19.0', '22.20.1', '24.0.0', '26.1.0'].filter((it) => !isRecent(it))).toEqual([])
})

test('an unknown command is answered with those there are', async () => {
  const { code, output } = await runBootstrap(`await import('${bin}/run.mjs')`, ['stat'])
  expect(output).toMatch(/^usage: node bin\/run.mjs start\|demo\|test\|check/)
  expect(code).toBe(1)
})

test('the exit code of what is started is ours', async () => {
  const { code } = await runBootstrap(runs('process.exit(7)'))
  expect(code).toBe(7)
})

test('a signal reaches what is started, which ends as it likes', async () => {
  const program = `process.on('SIGTERM', () => process.exit(5)); setInterval(() => {}, 1000); console.log('up')`
  const { code } = await runBootstrap(runs(program), [], 'SIGTERM')
  expect(code).toBe(5)
})

/** A program of one line that starts another by the bootstrap, and exits as that one does. */
function runs(program: string): string {
  const argument = JSON.stringify(program)
  return `const { run } = await import('${bin}/bootstrap/run.mjs')
    process.exit(await run(process.execPath, ['--eval', ${argument}]))`
}

async function runBootstrap(script: string, args: string[] = [], signal?: NodeJS.Signals) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, '-', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (output += String(chunk)))
  }
  if (signal !== undefined) {
    await once(child.stdout, 'data')
    child.kill(signal)
  }
  const [code]: unknown[] = await ended
  return { code, output }
}

async function load<T>(name: string): Promise<T> {
  const module: T = await import(`${bin}/bootstrap/${name}`)
  return module
}

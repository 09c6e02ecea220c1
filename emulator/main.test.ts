import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

import { basic } from './testing/client.ts'

const BIN = fileURLToPath(new URL('../bin/lockstep-servicenow.mjs', import.meta.url))

function run(args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

/** What a command prints first: its address, or what is wrong. */
async function firstLine(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = ''
  for await (const chunk of stream ?? []) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  return text.split('\n')[0] ?? ''
}

test('the command prints where it listens, and stops at once when asked', async () => {
  const child = run(['--port', '0', '--redirect-uri', 'http://a.example/cb', '--records', '3'])
  const line = await firstLine(child.stdout)
  expect(line).toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+$/)
  const url = line.replace('listening on ', '')
  const headers = { authorization: basic('admin', 'admin') }
  const response = await fetch(`${url}/api/now/table/incident?sysparm_limit=1`, { headers })
  expect(response.headers.get('x-total-count')).toBe('10')
  const startedAt = performance.now()
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  expect(performance.now() - startedAt).toBeLessThan(2000)
}, 30_000)

test('a seed file adds users, tables and records', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'seed-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'seed.json')
  const user = { userName: 'root', password: 'pw', name: 'Root', roles: ['admin'] }
  const table = {
    name: 'u_risks',
    label: 'Risks',
    extends: 'u_vulnerabilities',
    numberPrefix: 'RSK',
  }
  const record = { table: 'u_risks', by: 'root', values: { u_owner: 'me', impact: '1' } }
  await writeFile(
    file,
    JSON.stringify({
      users: [user],
      tables: [{ ...table, fields: { u_owner: 'Owner' } }],
      records: [record],
    }),
  )
  const child = run(['--seed', file])
  const url = (await firstLine(child.stdout)).replace('listening on ', '')
  const headers = { authorization: basic('root', 'pw') }
  const response = await fetch(`${url}/api/now/table/u_risks`, { headers })
  expect(await response.json()).toMatchObject({ result: [{ u_owner: 'me', number: 'RSK0010001' }] })
}, 30_000)

test('a wrong option is said in one line', async () => {
  const child = run(['--port', 'many'])
  const line = await firstLine(child.stderr)
  expect(line).toBe('--port must be a whole number up to 65535, not "many"')
}, 30_000)

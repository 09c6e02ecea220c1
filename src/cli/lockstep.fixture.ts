/** A whole Lockstep that listens, and its commands as processes of their own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { onTestFinished } from 'vitest'

import { freshDatabaseUrl } from '../../test/support/database.ts'
import { startApp } from '../app/app.ts'
import { openCore } from '../app/core.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import type { Role } from '../vulnerability/role.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs `lockstep ARGS` to its end; the environment is what is given, and nothing of ours. */
export async function lockstep(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = lockstepProcess(args, env)
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => (stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (stderr += String(chunk)))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}

/** Ends with its test, if not before. */
export function lockstepProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

export interface Running extends AsyncDisposable {
  readonly url: string
  readonly databaseUrl: string
  call(method: string, path: string, body?: unknown): Promise<unknown>
  key(role: Role): Promise<string>
}

/** Lockstep on a database of its own, with an administrator. */
export async function runningLockstep(): Promise<Running> {
  const databaseUrl = await freshDatabaseUrl()
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-cli-'))
  const env = { LOCKSTEP_DATA: folder, DATABASE_URL: databaseUrl, PORT: '0' }
  const core = await openCore(readConfig(env), createLog('silent'), '0.0.0-test')
  const app = await startApp(core, { root: ROOT, version: '0.0.0-test' })
  const url = app.publicUrl
  const headers: Record<string, string> = { 'content-type': 'application/json', origin: url }
  const call = async (method: string, path: string, body?: unknown) => {
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    const answer = await fetch(`${url}/api/v1${path}`, init)
    const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0])
    if (cookie.length > 0) headers['cookie'] = cookie.join('; ')
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  await call('POST', '/setup', {
    token: new URL(app.setupLink ?? '').searchParams.get('token'),
    name: 'Ada',
    email: 'ada@example.com',
    password: 'correct horse battery',
  })
  return {
    url,
    databaseUrl,
    call,
    async key(role) {
      const made = await call('POST', '/api-keys', { name: role, role, expiresInDays: 1 })
      return (made as { key: string }).key
    },
    async [Symbol.asyncDispose]() {
      await app.stop()
      await core.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import pg from 'pg'
import { test as base } from 'vitest'

const USER_SCRIPT = fileURLToPath(new URL('embedded-user.ts', import.meta.url))

/** Another process that has a database open. */
export interface User {
  readonly child: ChildProcess
  /** Resolves when the database is open. */
  readonly url: Promise<string>
  readonly leave: () => Promise<void>
  readonly killed: () => Promise<void>
}

/** A folder for one test; whatever still runs on it afterwards is killed, and only that. */
export const test = base.extend<{ dataDir: string }>({
  // eslint-disable-next-line no-empty-pattern
  dataDir: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'lockstep-embedded-'))
    await use(join(folder, 'data'))
    await killServer(join(folder, 'data'))
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },
})

export function startUser(dataDir: string, uid?: number): User {
  const args = [USER_SCRIPT, dataDir, ...(uid === undefined ? [] : [String(uid)])]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  const url = Promise.race([
    once(child.stdout, 'data').then(([chunk]) => String(chunk).trim()),
    ended.then(() => Promise.reject(new Error(`the user of the database ended: ${errors}`))),
  ])
  url.catch(() => undefined)
  return {
    child,
    url,
    async leave() {
      child.stdin.write('stop\n')
      await ended
    },
    async killed() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

/** The process id of the server of `dataDir`, or null when there is none. */
export async function serverPid(dataDir: string): Promise<number | null> {
  const path = join(dataDir, 'postgres', 'postmaster.pid')
  const text = await readFile(path, 'utf8').catch(() => '')
  return text === '' ? null : Number.parseInt(text, 10)
}

export async function killServer(dataDir: string): Promise<void> {
  const pid = await serverPid(dataDir)
  if (pid !== null && isAlive(pid)) process.kill(pid, 'SIGKILL')
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

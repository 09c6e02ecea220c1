import { fileURLToPath } from 'node:url'

import { Pool } from 'undici'

import { startChild } from './child.ts'

const MAIN = fileURLToPath(new URL('../../bin/lockstep-servicenow.mjs', import.meta.url))

/** An emulated instance in a process of its own, and the handles it gives on the loopback. */
export interface Instance extends AsyncDisposable {
  readonly url: string
  readonly pid: number
  /** Its settings, such as `serviceTimeMs`, `threads`, `queueLength`. */
  set(settings: Readonly<Record<string, number>>): Promise<void>
  edit(table: string, sysId: string, fields: Readonly<Record<string, string>>): Promise<void>
  /** What came in after the entry of that number; all of it without one. */
  requests(after?: number): Promise<LogEntry[]>
  forgetRequests(): Promise<void>
  /** How many stored records of `table` a query finds. */
  count(table: string, query: string): Promise<number>
}

export interface LogEntry {
  readonly id: number
  readonly at: string
  readonly method: string
  readonly path: string
  readonly query: string
  readonly body: string
  readonly inFlight: number
  readonly status: number
}

export async function startInstance(
  redirectUri: string,
  { records = 0, logLimit = 50_000 } = {},
): Promise<Instance> {
  const args = [MAIN, '--redirect-uri', redirectUri, '--records', String(records)]
  const child = await startChild(args, {}, /listening on (\S+)/)
  const url = child.said[1] ?? ''
  const pool = new Pool(url, { connections: 8 })

  async function ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) {
    const answer = await pool.request({
      method,
      path: `/__emulator/${path}`,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const text = await answer.body.text()
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${text}`)
    return JSON.parse(text) as unknown
  }

  const instance: Instance = {
    url,
    pid: child.pid,
    async set(settings) {
      await ask('PATCH', 'options', settings)
    },
    async edit(table, sysId, fields) {
      await ask('POST', 'edit', { table, sys_id: sysId, fields, as: 'itil' })
    },
    async requests(after = 0) {
      const { requests } = (await ask('GET', `requests?after=${after}`)) as {
        requests: LogEntry[]
      }
      return requests
    },
    async forgetRequests() {
      await ask('DELETE', 'requests')
    },
    async count(table, query) {
      const { total } = (await ask(
        'GET',
        `records/${table}?query=${encodeURIComponent(query)}`,
      )) as { total: number }
      return total
    },
    async [Symbol.asyncDispose]() {
      await pool.close()
      await child.stop()
    },
  }
  await instance.set({ logLimit })
  return instance
}

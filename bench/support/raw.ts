import { randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'

import { Pool } from 'undici'

import type { LogEntry } from './instance.ts'

/** Requests with nothing behind them: what the instance and the machine could bear at most. */
export interface Raw extends AsyncDisposable {
  /** Sends them again, so many at a time. Resolves with how many milliseconds that took. */
  post(requests: readonly LogEntry[], atATime: number): Promise<number>
  get(path: string): Promise<unknown>
  /** Reads all that a query of `table` finds, a page after the other, in the order of its changes. */
  readAll(table: string, since: string, fields: string, limit: number): Promise<number>
}

const BASIC = `Basic ${Buffer.from('admin:admin').toString('base64')}`

export function rawClient(url: string): Raw {
  const pool = new Pool(url, { connections: 64 })
  const send = async (method: 'GET' | 'POST', path: string, body: string | null) => {
    const headers = {
      authorization: BASIC,
      accept: 'application/json',
      ...(method === 'GET' ? { 'accept-encoding': 'gzip' } : {}),
      'content-type': 'application/json',
    }
    const answer = await pool.request({ method, path, headers, body })
    const bytes = Buffer.from(await answer.body.arrayBuffer())
    const isPacked = answer.headers['content-encoding'] === 'gzip'
    const text = (isPacked ? gunzipSync(bytes) : bytes).toString('utf8')
    if (answer.statusCode >= 300) throw new Error(`${answer.statusCode} ${text}`)
    return JSON.parse(text) as unknown
  }
  const get = (path: string) => send('GET', path, null)
  return {
    async post(requests, atATime) {
      const left = requests.map(({ path, query, body }) => [`${path}?${query}`, another(body)])
      const startedAt = performance.now()
      const one = async (): Promise<void> => {
        for (let next = left.pop(); next !== undefined; next = left.pop()) {
          await send('POST', next[0] ?? '', next[1] ?? '')
        }
      }
      await Promise.all(Array.from({ length: atATime }, one))
      return performance.now() - startedAt
    },
    get,
    async readAll(table, since, fields, limit) {
      let [updatedOn, sysId, read] = [since, '', 0]
      for (;;) {
        const guard = '^correlation_idSTARTSWITHlockstep:'
        const query =
          `sys_updated_on>${updatedOn}${guard}` +
          (sysId === '' ? '' : `^NQsys_updated_on=${updatedOn}^sys_id>${sysId}${guard}`) +
          '^ORDERBYsys_updated_on^ORDERBYsys_id'
        const parameters = new URLSearchParams({
          sysparm_query: query,
          sysparm_fields: fields,
          sysparm_exclude_reference_link: 'true',
          sysparm_limit: String(limit),
        })
        const { result } = (await get(`/api/now/table/${table}?${parameters.toString()}`)) as {
          result: Record<string, string>[]
        }
        read += result.length
        const last = result.at(-1)
        if (last === undefined || result.length < limit) return read
        updatedOn = last['sys_updated_on'] ?? ''
        sysId = last['sys_id'] ?? ''
      }
    },
    async [Symbol.asyncDispose]() {
      await pool.close()
    },
  }
}

/** The same body for another record, that is nobody's ticket: as long, letter for letter. */
function another(body: string): string {
  return body
    .replace(/"sys_id":"[0-9a-f]{32}"/, `"sys_id":"${randomBytes(16).toString('hex')}"`)
    .replace('"lockstep:', '"nobodys_:')
}

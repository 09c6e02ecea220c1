import { randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'

import { Pool } from 'undici'

import type { LogEntry } from './instance.ts'

/** Requests with nothing behind them: what the instance and the machine could bear at most. */
export interface Raw extends AsyncDisposable {
  /** Sends them again, so many at a time. Resolves with how many milliseconds that took. */
  post(requests: readonly LogEntry[], atATime: number): Promise<number>
  get(path: string): Promise<unknown>
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
    get: (path) => send('GET', path, null),
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

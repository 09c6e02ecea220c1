import pg from 'pg'

import { sleep } from '../lib/sleep.ts'

const CONNECT_MS = 10_000

export interface Listener {
  stop(): Promise<void>
}

/**
 * Calls `wake` whenever PostgreSQL notifies `channel`, and once after each (re)connection, since
 * what was said meanwhile was missed. Only a hurry-up: a sweep must stand behind it.
 */
export function listen(url: string, channel: string, wake: () => void): Listener {
  const stopped = new AbortController()
  let client: pg.Client | null = null
  const done = (async () => {
    while (!stopped.signal.aborted) {
      client = new pg.Client({
        connectionString: url,
        keepAlive: true,
        connectionTimeoutMillis: CONNECT_MS,
      })
      const lost = new Promise<void>((resolve) => {
        client?.on('end', resolve)
        client?.on('error', () => resolve())
      })
      try {
        // Ended while it connects, a client leaves that promise open for good.
        await Promise.race([client.connect(), lost])
        client.on('notification', wake)
        await client.query(`listen ${pg.escapeIdentifier(channel)}`)
        wake()
        await lost
      } catch {
        // The sweep goes on without us; the next connection may succeed.
      }
      await client.end().catch(() => undefined)
      if (!stopped.signal.aborted) await sleep(500, stopped.signal).catch(() => undefined)
    }
  })()
  return {
    async stop() {
      stopped.abort()
      await client?.end().catch(() => undefined)
      await done
    },
  }
}

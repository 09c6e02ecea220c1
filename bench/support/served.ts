import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { freePort } from '../../src/app/free-port.ts'
import { ADMIN } from '../../src/cli/demo/lockstep.ts'
import { visitor, type Visitor } from '../../src/cli/demo/visitor.ts'
import { must } from '../../src/lib/must.ts'
import { startChild } from './child.ts'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** `lockstep serve` on a database, and its administrator. */
export interface Served {
  readonly person: Visitor
  readonly pid: number
  stop(): Promise<void>
}

export async function serve(databaseUrl: string, folder: string): Promise<Served> {
  const port = must(await freePort('127.0.0.1'), 'a free port')
  const env = {
    LOCKSTEP_DATA: join(folder, `served-${port}`),
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    LOCKSTEP_LOG: 'error',
  }
  const child = await startChild([MAIN, 'serve'], env, /is at (\S+)[^]*token=(\S+)/)
  const [, url = '', token = ''] = child.said
  const person = visitor(url)
  await person.json('POST', '/api/v1/setup', { token, ...ADMIN })
  return { person, pid: child.pid, stop: () => child.stop() }
}

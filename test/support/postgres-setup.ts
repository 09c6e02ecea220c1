import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import pg from 'pg'
import type { TestProject } from 'vitest/node'

import { openEmbedded } from '../../src/store/embedded/embedded.ts'
import { migrate } from '../../src/store/migrate.ts'

export const TEMPLATE = 'lockstep_template'

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
  }
}

/** One throw-away PostgreSQL for all test files, with a migrated database to copy. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lockstep-test-'))
  const server = await openEmbedded({ dataDir, durable: false })
  await makeTemplate(server.url)
  project.provide('databaseUrl', server.url)
  return async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function makeTemplate(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`create database ${TEMPLATE}`)
  const pool = new pg.Pool({ connectionString: within(url, TEMPLATE) })
  await migrate(pool)
  await pool.end()
  // Refuses connections from now on, since one that is open keeps it from being copied.
  await admin.query(`alter database ${TEMPLATE} with is_template true allow_connections false`)
  await admin.end()
}

/** The same server's other database. */
export function within(url: string, database: string): string {
  return url.replace(/\/[^/?]*\?/, `/${database}?`)
}

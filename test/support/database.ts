import { randomBytes } from 'node:crypto'

import pg from 'pg'
import { inject, test as base } from 'vitest'

import type { Database } from '../../src/store/database.ts'
import { openDatabase } from '../../src/store/database.ts'
import { TEMPLATE, within } from './postgres-setup.ts'

/** Tests with a database of their own: fresh, migrated and empty for each file. */
export const test = base.extend<{ database: Database }>({
  database: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const database = await freshDatabase()
      await use(database)
      await database.close()
    },
    { scope: 'file' },
  ],
})

/** A copy of the migrated template. The caller closes it; the server is thrown away whole. */
export async function freshDatabase(maxConnections = 10): Promise<Database> {
  return openDatabase({ url: await freshDatabaseUrl(), maxConnections })
}

export async function freshDatabaseUrl(): Promise<string> {
  return copyOf(TEMPLATE)
}

/** A database without a single table of ours. */
export async function emptyDatabaseUrl(): Promise<string> {
  return copyOf('template0')
}

async function copyOf(template: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({ connectionString: inject('databaseUrl') })
  await admin.connect()
  await admin.query(`create database ${name} template ${template}`)
  await admin.end()
  return within(inject('databaseUrl'), name)
}

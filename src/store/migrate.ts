import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type pg from 'pg'

interface Migration {
  readonly version: number
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

/** One migrates, the others wait: it is held by the session, so it goes when the process does. */
const LOCK = 4711_0002

/**
 * No transaction bears a vacuum, and a table that a migration wrote anew needs one: until then
 * nothing is read from an index alone. Without it, all is right and only slower.
 */
const AFTERWARDS = /^-- afterwards: (vacuum .+)$/gm

/**
 * Brings the schema up to this program's: every file of `folder` not applied yet, in order, each
 * in a transaction of its own. Returns the names of those it applied. Forward only: a schema that
 * is newer than the program is refused, since the program would misread it. `upTo` is for a backup
 * of an older program, which is loaded before the rest is applied.
 */
export async function migrate(
  pool: pg.Pool,
  folder = migrationsFolder(),
  upTo = Infinity,
): Promise<string[]> {
  const known = await readMigrations(folder)
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const applied = await readApplied(client)
    refuseStrangers(applied, known)
    const waiting = known.filter(({ version }) => version <= upTo && !applied.has(version))
    for (const migration of waiting) await apply(client, migration)
    for (const { sql } of waiting) {
      for (const [, statement = ''] of sql.matchAll(AFTERWARDS)) await client.query(statement)
    }
    return waiting.map((migration) => migration.name)
  } finally {
    // Closed rather than given back: the lock goes with it, whatever state it is in.
    client.release(true)
  }
}

/** The last migration that this program knows. */
export async function newestSchema(): Promise<number> {
  return (await readMigrations(migrationsFolder())).length
}

/** Beside us in a checkout and in an installed package, however deep the build put this file. */
export function migrationsFolder(): string {
  let at = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(at, 'migrations'))) {
    if (dirname(at) === at) throw new Error('the folder migrations/ is missing from this program')
    at = dirname(at)
  }
  return join(at, 'migrations')
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const migrations = await Promise.all(names.map((name) => readMigration(folder, name)))
  migrations.forEach(({ version, name }, index) => {
    if (version === index + 1) return
    throw new Error(`migration ${name} is out of order: number ${index + 1} was expected`)
  })
  return migrations
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  // A checkout on another system may have turned the line ends round.
  const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
  const checksum = createHash('sha256').update(sql).digest('hex')
  return { version: Number.parseInt(name, 10), name, sql, checksum }
}

async function readApplied(client: pg.PoolClient): Promise<Map<number, string>> {
  await client.query(
    `create table if not exists migration (
       version int primary key,
       name text not null,
       checksum text not null,
       applied_at timestamptz not null default now()
     )`,
  )
  const { rows } = await client.query<{ version: number; checksum: string }>(
    'select version, checksum from migration order by version',
  )
  return new Map(rows.map((row) => [row.version, row.checksum]))
}

function refuseStrangers(applied: Map<number, string>, known: readonly Migration[]): void {
  for (const [version, checksum] of applied) {
    const migration = known[version - 1]
    if (migration === undefined) {
      const newest = Math.max(...applied.keys())
      throw new Error(
        `the database has schema ${newest}, this program knows ${known.length}: start a newer one`,
      )
    }
    if (migration.checksum !== checksum) {
      throw new Error(`migration ${migration.name} was changed after this database applied it`)
    }
  }
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  const { version, name, sql, checksum } = migration
  try {
    await client.query('begin')
    await client.query(sql)
    await client.query('insert into migration (version, name, checksum) values ($1, $2, $3)', [
      version,
      name,
      checksum,
    ])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`migration ${name} failed and changed nothing: ${reason}`, { cause })
  }
}

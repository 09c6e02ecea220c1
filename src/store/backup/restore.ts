import type { Database } from '../database.ts'
import { migrate, migrationsFolder, newestSchema } from '../migrate.ts'
import { BackupError, type Header } from './format.ts'
import { load, readHeader } from './load.ts'

export interface Restored {
  readonly header: Header
  /** How many rows each table got. */
  readonly counts: Readonly<Record<string, number>>
}

/**
 * Makes an empty database what a backup says, and brings that up to this program's schema. The
 * database knows that it was restored: it makes no tickets until somebody says what happened.
 * `accept` may refuse a backup by its header, before anything is written.
 */
export async function restore(
  database: Database,
  place: string,
  lines: AsyncIterable<string>,
  accept: (header: Header) => Promise<void>,
): Promise<Restored> {
  const each = lines[Symbol.asyncIterator]()
  const first = await each.next()
  const header = readHeader(first.done === true ? undefined : first.value)
  const newest = await newestSchema()
  if (header.schema > newest) {
    throw new BackupError(
      `this backup has schema ${header.schema}, this program knows ${newest}: use a newer one`,
    )
  }
  await accept(header)
  await migrate(database.pool, migrationsFolder(), header.schema)
  const { rows } = await database.pool.query<{ schema: number }>(
    'select max(version) as schema from migration',
  )
  if (rows[0]?.schema !== header.schema) {
    throw new BackupError(
      `this database has schema ${rows[0]?.schema}, the backup ${header.schema}: import it into a database that nothing was started on yet`,
    )
  }
  const rest = { [Symbol.asyncIterator]: () => each }
  const counts = await load(database, rest, async (client) => {
    await client.query(`update installation set place = $1, creating_stopped = $2`, [
      place,
      restoredFrom(header),
    ])
    // Nobody holds these here.
    await client.query(`update mark set lease_until = null where lease_until is not null`)
    await client.query(`update integration set refresh_lease_until = null`)
    await client.query(`update inbound_cursor set lease_until = null`)
  })
  await migrate(database.pool)
  return { header, counts }
}

function restoredFrom({ at }: Header): string {
  return `This database was restored from a backup of ${at}. Say "lockstep recover --moved" when the original runs no more; a copy for testing must not create tickets`
}

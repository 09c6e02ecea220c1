import { sql } from 'kysely'
import { sleep } from '../lib/sleep.ts'
import type { Database, Executor } from './database.ts'

/** Our first key of two-key advisory locks that say "a process works on this import". */
const ALIVE = 0x10c4
const GONE =
  'The process that read this report stopped before it was done. Nothing was changed: import it again.'

/**
 * Runs `work` on one connection that shows that somebody is at this import for as long as it
 * lives: PostgreSQL drops the lock when the process dies, whatever killed it.
 */
export async function onOneConnection<T>(
  database: Database,
  work: (db: Executor) => Promise<T>,
): Promise<T> {
  return database.kysely.connection().execute(work)
}

export async function showAlive(db: Executor, importId: number): Promise<void> {
  await sql`select pg_advisory_lock(${ALIVE}::int, ${importId}::int)`.execute(db)
}

export async function hideAlive(db: Executor, importId: number): Promise<void> {
  await sql`select pg_advisory_unlock(${ALIVE}::int, ${importId}::int)`.execute(db)
}

/**
 * Waits until the imports into the asset that are being read since before this one are over: scans
 * count in the order in which they came, however large they are. Those that wait for their turn are
 * not waited for, since they may wait for the place that this one has.
 */
export async function waitForEarlier(
  db: Executor,
  { importId, assetId }: { readonly importId: number; readonly assetId: number },
): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ id: number }>`
      select id from import
      where asset_id = ${assetId} and id < ${importId} and not dry_run
        and state in ('reading', 'applying') and waiting_at is null
        and (${isHeld} or created_at > now() - interval '10 seconds')
      order by id limit 1`.execute(db)
    const [earlier] = rows
    if (earlier === undefined) return
    // Its process holds the lock to the end; the moment before it has the lock is soon over.
    await showAlive(db, earlier.id)
    await hideAlive(db, earlier.id)
    await sleep(20)
  }
}

/** Whether somebody is at the import. */
const isHeld = sql<boolean>`exists (
  select from pg_locks l join pg_database d on d.oid = l.database
  where d.datname = current_database() and l.locktype = 'advisory' and l.classid = ${ALIVE}::int::oid
    and l.objid = import.id::int::oid and l.objsubid = 2 and l.granted)`

/**
 * Fails the imports that nobody works on any more and throws away what they had staged, and old
 * rehearsals. Safe to run at any time, in any process. Gives the number of imports failed.
 */
export async function dropStaleStaging(database: Database): Promise<number> {
  return database.transaction(async (tx) => {
    // A lock that can be had is nobody's. An import younger than its lock is left alone, and one
    // that waits for its turn while its process says so.
    const { rows } = await sql<{ id: number }>`
      update import set state = 'failed', error = ${GONE}, finished_at = now(), waiting_at = null
      where id in (
        select id from import
        where state in ('reading', 'applying') and created_at < now() - interval '10 seconds'
          and (waiting_at is null or waiting_at < now() - interval '30 seconds')
        order by id for update skip locked
      ) and pg_try_advisory_xact_lock(${ALIVE}::int, id::int)
      returning id`.execute(tx)
    for (const table of ['import_staging', 'import_target']) {
      await sql`
        delete from ${sql.table(table)} s
        where not exists (
          select 1 from import i where i.id = s.import_id and i.state in ('reading', 'applying')
        )`.execute(tx)
    }
    // Whoever asked for a rehearsal has read what came of it.
    await sql`
      delete from import where dry_run and created_at < now() - interval '7 days'
        and state in ('rehearsed', 'failed')`.execute(tx)
    return rows.length
  })
}

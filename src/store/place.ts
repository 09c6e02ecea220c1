import { sql } from 'kysely'
import type { Database } from './database.ts'
import { installation } from './installation.ts'

/** Names where this database runs: another cluster, database or folder is another place. */
export async function placeOf(database: Database, folder: string | null): Promise<string> {
  const { rows } = await sql<{ cluster: string; name: string }>`
    select (select system_identifier::text from pg_control_system()) as cluster,
      current_database() as name`.execute(database.kysely)
  const { cluster = '', name = '' } = rows[0] ?? {}
  return [cluster, name, ...(folder === null ? [] : [folder])].join('/')
}

/**
 * A database that wakes up in another place may be a copy whose original still runs: it creates
 * nothing until somebody says what happened.
 */
export async function settleIn(database: Database, place: string): Promise<string | null> {
  return database.transaction(async (tx) => {
    const home = await installation(tx).read()
    if (home.place === place) return home.creating_stopped
    if (home.place === null) {
      await installation(tx).update({ place })
      return home.creating_stopped
    }
    await installation(tx).update({ creating_stopped: MOVED })
    return MOVED
  })
}

/**
 * The answer to `settleIn`: it was moved, and its original runs no more. What it has forgotten is
 * looked for when each vulnerability is looked at (`mayBeForgotten` in reconcile/situation.ts).
 */
export async function sayMoved(database: Database, place: string): Promise<void> {
  await database.transaction(async (tx) => {
    await installation(tx).update({ place, creating_stopped: null, recovered_at: sql`now()` })
    await tx.updateTable('instance').set({ creating_stopped: null }).execute()
    await sql`
      insert into mark (vulnerability_id, priority, lane_key)
      select id, 1, lane_of(id) from vulnerability where archived_at is null order by id
      on conflict (vulnerability_id) do update
        set revision = mark.revision + 1, due_at = now(), tries = 0,
          priority = case when mark.looked_revision < mark.revision
            then mark.priority else excluded.priority end`.execute(tx)
  })
}

const MOVED =
  'This database runs in another place than before. Say "lockstep recover --moved" if it was moved and the original runs no more; a copy for testing must not create tickets'

/** Why no tickets are made, here or on one instance; empty when nothing keeps us. */
export async function stoppedBecause({ kysely }: Database): Promise<string[]> {
  const { creating_stopped: here } = await installation(kysely).read()
  const instances = await kysely
    .selectFrom('instance')
    .select(['origin', 'creating_stopped'])
    .where('creating_stopped', 'is not', null)
    .orderBy('id')
    .execute()
  return [
    ...(here === null ? [] : [here]),
    ...instances.map(({ origin, creating_stopped }) => `${origin}: ${creating_stopped}`),
  ]
}

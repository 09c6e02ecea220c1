import { sql } from 'kysely'
import { sysIdFor } from '../connection/attempt.ts'
import { correlationId } from '../connection/correlation.ts'
import type { Database, Tx } from './database.ts'
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

/** The answer to `settleIn`: it was moved, and its original runs no more. */
export async function sayMoved(database: Database, place: string): Promise<void> {
  await database.transaction(async (tx) => {
    await installation(tx).update({ place, creating_stopped: null })
    await tx.updateTable('instance').set({ creating_stopped: null }).execute()
    await doubtAll(tx)
    await sql`
      insert into mark (vulnerability_id, priority, lane_key)
      select id, 1, lane_of(id) from vulnerability where archived_at is null order by id
      on conflict (vulnerability_id) do update
        set revision = mark.revision + 1, due_at = now(), tries = 0,
          priority = case when mark.looked_revision < mark.revision
            then mark.priority else excluded.priority end`.execute(tx)
  })
}

/**
 * Whether the instance has a ticket that this database forgot, nobody can say. Each vulnerability
 * without one gets an attempt of unknown outcome: it is looked for before anything is created, and
 * one that was closed meanwhile closes its ticket.
 */
async function doubtAll(tx: Tx): Promise<void> {
  const { rows } = await sql<{
    id: number
    table: string
    generation: number
    ticketKey: string
    home: string
  }>`
    select v.id, p.table_name as "table", v.generation, v.ticket_key as "ticketKey", home.id as home
    from vulnerability v
    join pairing p on p.asset_id = v.asset_id and p.removed_at is null
    cross join installation home
    where v.archived_at is null and v.status not in ('CREATED', 'DRAFT')
      and not exists (select from ticket t where t.vulnerability_id = v.id and t.is_current)
      and not exists (select from attempt a
        where a.vulnerability_id = v.id and a.outcome in ('open', 'unknown'))`.execute(tx)
  const doubts = rows.map(({ id, table, generation, ticketKey, home }) => {
    const names = { table, generation, correlationId: correlationId(home, ticketKey) }
    return { id, sys_id: sysIdFor(names), correlation_id: names.correlationId }
  })
  await sql`
    insert into attempt (vulnerability_id, instance_id, table_name, generation, sys_id,
      correlation_id, mapping_id, sent_at, deadline, outcome, outcome_reason)
    select v.id, i.instance_id, p.table_name, v.generation, doubt.sys_id, doubt.correlation_id,
      p.mapping_id, now() - interval '1 year', now() - interval '1 year', 'unknown',
      'the database was moved or restored'
    from json_to_recordset(${JSON.stringify(doubts)}::json) as doubt (
      id bigint, sys_id text, correlation_id text)
    join vulnerability v on v.id = doubt.id
    join pairing p on p.asset_id = v.asset_id and p.removed_at is null
    join integration i on i.id = p.integration_id`.execute(tx)
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

import { sql, type UpdateObject } from 'kysely'
import type { Executor } from './database.ts'
import type { Schema } from './schema.ts'

/** One table of one integration that is due to be heard. */
export interface DuePoll {
  readonly integrationId: number
  readonly instanceId: number
  readonly table: string
  readonly correlationPrefixOf: string
  /** `YYYY-MM-DD HH:MM:SS` by the instance's clock; null before the first poll. */
  readonly watermark: string | null
  /** The whole overlap was read so long ago that it is due again. */
  readonly isDeep: boolean
  /** Up to here all was read by a deep poll that began later; null before the second one. */
  readonly deepFrom: string | null
  readonly isSweepDue: boolean
  /** No poll of it has ended since this process began: creating waits for it. */
  readonly isFirst: boolean
  /** The first one since somebody said "recover". */
  readonly isRecovery: boolean
}

/** How far back changes have been read, per integration and table. */
export function inboundCursors(db: Executor) {
  return {
    /**
     * Claims what is due under a lease, so that of all processes one asks. Tables are those of the
     * projects, and those of earlier projects whose tickets still live: found by jumping through
     * an index from one table's name to the next, since this is asked all the time.
     */
    async claimDue(leaseMs: number, deepSeconds: number, since: Date): Promise<DuePoll[]> {
      const { rows } = await sql<DuePoll>`
        with recursive paired as (
          select distinct i.id as integration_id, i.instance_id, i.poll_seconds, p.table_name
          from integration i
          join pairing p on p.integration_id = i.id and p.removed_at is null
          where i.state = 'connected'
        ),
        ticketed (instance_id, table_name) as (
          select n.instance_id, (
            select min(t.table_name) from ticket t
            where t.instance_id = n.instance_id and t.is_current and t.condition = 'living')
          from (select distinct instance_id from paired) as n
          union all
          select k.instance_id, (
            select min(t.table_name) from ticket t
            where t.instance_id = k.instance_id and t.is_current and t.condition = 'living'
              and t.table_name > k.table_name)
          from ticketed k where k.table_name is not null
        ),
        wanted as (
          select * from paired
          union
          select i.integration_id, i.instance_id, i.poll_seconds, k.table_name
          from (select distinct integration_id, instance_id, poll_seconds from paired) as i
          join ticketed k on k.instance_id = i.instance_id
          where k.table_name is not null
            and not exists (select from paired p
              where p.integration_id = i.integration_id and p.table_name = k.table_name)
            and exists (select from pairing p
              join vulnerability v on v.asset_id = p.asset_id
              join ticket t on t.vulnerability_id = v.id and t.is_current
                and t.condition = 'living' and t.instance_id = i.instance_id
                and t.table_name = k.table_name
              where p.integration_id = i.integration_id and p.removed_at is null)
        ),
        due as (
          select w.* from wanted w
          left join inbound_cursor c
            on c.integration_id = w.integration_id and c.table_name = w.table_name
          where c.integration_id is null
            or (c.lease_until is null or c.lease_until < now())
              and (c.polled_at is null
                or c.polled_at <= now() - w.poll_seconds * interval '1 second')
        ),
        claimed as (
          insert into inbound_cursor as c
            (integration_id, table_name, watermark, polled_at, lease_until)
          select integration_id, table_name, '', now(), now() + ${leaseMs} * interval '1 millisecond'
          from due order by integration_id, table_name
          on conflict (integration_id, table_name) do update set
            polled_at = excluded.polled_at, lease_until = excluded.lease_until
          where (c.lease_until is null or c.lease_until < now())
            and (c.polled_at is null or c.polled_at <= now() - (
              select w.poll_seconds from wanted w
              where w.integration_id = c.integration_id and w.table_name = c.table_name
            ) * interval '1 second')
          returning c.*
        )
        select c.integration_id as "integrationId", w.instance_id as "instanceId",
          c.table_name as "table", nullif(c.watermark, '') as watermark,
          nullif(c.deep_from, '') as "deepFrom",
          home.id as "correlationPrefixOf",
          (c.deep_at is null or c.deep_at < now() - ${deepSeconds} * interval '1 second') as "isDeep",
          (c.swept_at is null or c.swept_at < now() - interval '1 day') as "isSweepDue",
          (c.heard_at is null or c.heard_at < ${since}) as "isFirst",
          coalesce(home.recovered_at > coalesce(n.forgotten_noted_at, '-infinity'), false)
            as "isRecovery"
        from claimed c
        join wanted w on w.integration_id = c.integration_id and w.table_name = c.table_name
        join instance n on n.id = w.instance_id
        cross join installation home`.execute(db)
      return rows
    },

    /** A living process keeps what it polls; one that died renews nothing. */
    async renew(polls: readonly DuePoll[], leaseMs: number): Promise<void> {
      await sql`
        update inbound_cursor as c
        set lease_until = now() + ${leaseMs} * interval '1 millisecond'
        from unnest(${polls.map((poll) => poll.integrationId)}::bigint[],
          ${polls.map((poll) => poll.table)}::text[]) as held (integration_id, table_name)
        where c.integration_id = held.integration_id and c.table_name = held.table_name
          and c.lease_until is not null`.execute(db)
    },

    /** Half-way through a long poll: whoever goes on after a crash begins here. */
    async advance(poll: DuePoll, watermark: string, read: string): Promise<void> {
      await change(db, poll, { watermark, ...(poll.isDeep ? { deep_from: read } : {}) })
    },

    async finish(poll: DuePoll, watermark: string): Promise<void> {
      const deep = poll.isDeep ? { deep_at: sql<Date>`now()`, deep_from: poll.watermark ?? '' } : {}
      const heard = { heard_at: sql<Date>`polled_at` }
      await change(db, poll, { watermark, lease_until: null, ...heard, ...deep })
    },

    /** Tickets of before `time`, by the instance's clock, that nobody here knows are the backup's. */
    async noteRecovery({ instanceId }: DuePoll, time: string): Promise<void> {
      await db
        .updateTable('instance')
        .set({ forgotten_before: time, forgotten_noted_at: sql<Date>`now()` })
        .where('id', '=', instanceId)
        .execute()
    },

    /** All are due at once, but for those that somebody polls now. */
    async hurry(): Promise<void> {
      await db
        .updateTable('inbound_cursor')
        .set({ polled_at: null })
        .where((eb) =>
          eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', sql<Date>`now()`)]),
        )
        .execute()
    },

    /** The poll failed: it is due again after its interval, from where it was. */
    async giveBack(poll: DuePoll): Promise<void> {
      await change(db, poll, { lease_until: null })
    },

    async swept(poll: DuePoll): Promise<void> {
      await change(db, poll, { swept_at: sql<Date>`now()` })
    },
  }
}

async function change(
  db: Executor,
  { integrationId, table }: DuePoll,
  values: UpdateObject<Schema, 'inbound_cursor'>,
): Promise<void> {
  await db
    .updateTable('inbound_cursor')
    .set(values)
    .where('integration_id', '=', integrationId)
    .where('table_name', '=', table)
    .execute()
}

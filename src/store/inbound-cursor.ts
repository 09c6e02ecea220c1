import { sql } from 'kysely'
import type { Executor } from './database.ts'

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
  readonly isSweepDue: boolean
}

/** How far back changes have been read, per integration and table. */
export function inboundCursors(db: Executor) {
  return {
    /**
     * Claims what is due under a lease, so that of all processes one asks. Tables are those of the
     * projects, and those of earlier projects whose tickets still live.
     */
    async claimDue(leaseMs: number, deepSeconds: number): Promise<DuePoll[]> {
      const { rows } = await sql<DuePoll>`
        with wanted as (
          select distinct i.id as integration_id, i.instance_id, i.poll_seconds, t.table_name
          from integration i
          join pairing p on p.integration_id = i.id and p.removed_at is null
          cross join lateral (
            select p.table_name
            union
            select tk.table_name from ticket tk
            join vulnerability v on v.id = tk.vulnerability_id and v.asset_id = p.asset_id
            where tk.is_current and tk.condition = 'living' and tk.instance_id = i.instance_id
              and tk.table_name <> p.table_name
          ) as t
          where i.state = 'connected'
        ),
        claimed as (
          insert into inbound_cursor as c (integration_id, table_name, watermark, lease_until)
          select integration_id, table_name, '', now() + ${leaseMs} * interval '1 millisecond'
          from wanted order by integration_id, table_name
          on conflict (integration_id, table_name) do update set lease_until = excluded.lease_until
          where (c.lease_until is null or c.lease_until < now())
            and (c.polled_at is null or c.polled_at <= now() - (
              select w.poll_seconds from wanted w
              where w.integration_id = c.integration_id and w.table_name = c.table_name
            ) * interval '1 second')
          returning c.*
        )
        select c.integration_id as "integrationId", w.instance_id as "instanceId",
          c.table_name as "table", nullif(c.watermark, '') as watermark,
          home.id as "correlationPrefixOf",
          (c.deep_at is null or c.deep_at < now() - ${deepSeconds} * interval '1 second') as "isDeep",
          (c.swept_at is null or c.swept_at < now() - interval '1 day') as "isSweepDue"
        from claimed c
        join wanted w on w.integration_id = c.integration_id and w.table_name = c.table_name
        cross join installation home`.execute(db)
      return rows
    },

    async finish(poll: DuePoll, watermark: string): Promise<void> {
      await db
        .updateTable('inbound_cursor')
        .set({
          watermark,
          polled_at: sql`now()`,
          lease_until: null,
          ...(poll.isDeep ? { deep_at: sql<Date>`now()` } : {}),
        })
        .where('integration_id', '=', poll.integrationId)
        .where('table_name', '=', poll.table)
        .execute()
    },

    /** The poll failed: it is due again after its interval, from where it was. */
    async giveBack(poll: DuePoll): Promise<void> {
      await db
        .updateTable('inbound_cursor')
        .set({ polled_at: sql`now()`, lease_until: null })
        .where('integration_id', '=', poll.integrationId)
        .where('table_name', '=', poll.table)
        .execute()
    },

    async swept(poll: DuePoll): Promise<void> {
      await db
        .updateTable('inbound_cursor')
        .set({ swept_at: sql`now()` })
        .where('integration_id', '=', poll.integrationId)
        .where('table_name', '=', poll.table)
        .execute()
    },
  }
}

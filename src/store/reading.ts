import { sql } from 'kysely'
import type { Reading, SysId } from '../connection/ticket.ts'
import type { Executor } from './database.ts'

/** A row of the instance that carries our correlation prefix. */
export interface Heard {
  readonly sysId: SysId
  readonly number: string
  readonly ticketKey: string
  /** `YYYY-MM-DD HH:MM:SS` by the instance's clock. */
  readonly createdOn: string
  readonly reading: Reading
}

/** A row heard that no ticket and no attempt of ours explains. */
export interface Stranger {
  readonly sysId: string
  readonly vulnerabilityId: number | null
  readonly hasTicket: boolean
  /** It was there already when somebody said that a backup had been put back. */
  readonly isForgotten: boolean
}

/** What people may have written in a record's correlation id need not be a key of ours. */
const UUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'

/** What an instance said of many of our tickets at once. */
export function readings(db: Executor, instanceId: number) {
  return {
    /**
     * Keeps what is newer than what we knew; returns whose vulnerabilities are to be looked at. A
     * state that a script moved without system fields is news too, though its count is the same.
     */
    async keepNews(heard: readonly Heard[]): Promise<number[]> {
      const { rows } = await sql<{ id: number }>`
        update ticket set reading = news.reading, reading_mod_count = news.mod_count, reading_at = now()
        from (select * from unnest(
          ${heard.map((h) => h.sysId)}::text[],
          ${heard.map((h) => h.reading.modCount)}::int[],
          ${heard.map((h) => JSON.stringify(h.reading))}::jsonb[]) as n (sys_id, mod_count, reading)
          order by sys_id) as news
        where ticket.instance_id = ${instanceId} and ticket.sys_id = news.sys_id
          and ticket.is_current
          and (ticket.reading_mod_count is null or ticket.reading_mod_count < news.mod_count
            or ticket.condition = 'gone'
            or ticket.reading_mod_count = news.mod_count
              and ticket.reading ->> 'state' <> news.reading ->> 'state')
        returning ticket.vulnerability_id as id`.execute(db)
      return rows.map((row) => row.id)
    },

    async strangers(heard: readonly Heard[]): Promise<Stranger[]> {
      const { rows } = await sql<Stranger>`
        select h.sys_id as "sysId", v.id as "vulnerabilityId", t.id is not null as "hasTicket",
          coalesce(h.created_on < n.forgotten_before, false) as "isForgotten"
        from unnest(${heard.map((h) => h.sysId)}::text[], ${heard.map((h) => h.ticketKey)}::text[],
          ${heard.map((h) => h.createdOn)}::text[]) as h (sys_id, ticket_key, created_on)
        join instance n on n.id = ${instanceId}
        -- As what it is: compared as texts, each stranger would read all vulnerabilities.
        left join vulnerability v on v.ticket_key = case when h.ticket_key ~ ${UUID}
          then h.ticket_key::uuid end
        left join ticket t on t.vulnerability_id = v.id and t.is_current
        where not exists (select from ticket k
            where k.instance_id = ${instanceId} and k.sys_id = h.sys_id)
          and not exists (select from attempt a
            where a.instance_id = ${instanceId} and a.sys_id = h.sys_id)
          and not exists (select from attempt a
            where a.vulnerability_id = v.id and a.outcome in ('open', 'unknown'))
          and not exists (select from memory m
            where m.vulnerability_id = v.id and m.copies @> jsonb_build_array(
              jsonb_build_object('sysId', h.sys_id)))`.execute(db)
      return rows
    },

    /** Attempts that a heard row settles, under our sys_id or another: worth a look at once. */
    async unsettledBy(heard: readonly Heard[]): Promise<number[]> {
      const { rows } = await sql<{ id: number }>`
        select vulnerability_id as id from attempt
        where instance_id = ${instanceId} and outcome in ('open', 'unknown')
          and (sys_id = any(${heard.map((h) => h.sysId)}::text[])
            or split_part(correlation_id, ':', 3) = any(${heard.map((h) => h.ticketKey)}::text[]))`.execute(
        db,
      )
      return rows.map((row) => row.id)
    },

    /**
     * Current tickets of a table after `after`, in the order of their sys_ids. Those that are gone
     * too: they may only have been hidden.
     */
    async current(table: string, after: string, limit: number) {
      return db
        .selectFrom('ticket')
        .select(['id', 'vulnerability_id as vulnerabilityId', 'sys_id as sysId', 'condition'])
        .where('instance_id', '=', instanceId)
        .where('table_name', '=', table)
        .where('is_current', '=', true)
        .where('sys_id', '>', after)
        .orderBy('sys_id')
        .limit(limit)
        .execute()
    },

    /** What was not found is no longer known: the next look reads it anew. */
    async forget(ticketIds: readonly number[]): Promise<void> {
      if (ticketIds.length === 0) return
      await db
        .updateTable('ticket')
        .set({ reading: null, reading_mod_count: null })
        .where('id', 'in', ticketIds)
        .execute()
    },

    /** The instance knows tickets of ours that this database does not. */
    async stopCreating(reason: string): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('instance')
        .set({ creating_stopped: reason })
        .where('id', '=', instanceId)
        .where('creating_stopped', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
  }
}

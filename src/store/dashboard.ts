import { sql } from 'kysely'
import type { Executor } from './database.ts'
import type { Severity } from '../vulnerability/severity.ts'
import type { Status } from '../vulnerability/status.ts'
import type { Sending } from '../connection/not-sent.ts'

/** How many days the trend goes back, today included. */
const DAYS = 30

/** Numbers over everything. Each is one statement that an index answers or that reads once. */
export function dashboard(db: Executor) {
  return {
    async groups() {
      const { rows } = await sql<{
        status: Status
        severity: Severity
        sending: Sending
        count: number
      }>`
        select status, severity, sending, count(*) as count
        from vulnerability where archived_at is null
        group by status, severity, sending`.execute(db)
      return rows
    },

    async trend() {
      const { rows } = await sql<{ day: string; identified: number; fixed: number }>`
        with day as (
          select generate_series(0, ${DAYS - 1}) as back
        ), first as (
          select (now() at time zone 'utc')::date - ${DAYS - 1}::int as day
        ), identified as (
          select (created_at at time zone 'utc')::date as day, count(*) as count
          from vulnerability, first
          where created_at >= first.day::timestamp at time zone 'utc' and archived_at is null
            and status not in ('CREATED', 'DRAFT')
          group by 1
        ), fixed as (
          select (status_changed_at at time zone 'utc')::date as day, count(*) as count
          from vulnerability, first
          where status = 'FIX_ACCEPTED' and archived_at is null
            and status_changed_at >= first.day::timestamp at time zone 'utc'
          group by 1
        )
        select (now() at time zone 'utc')::date - day.back as day,
          coalesce(identified.count, 0) as identified, coalesce(fixed.count, 0) as fixed
        from day
        left join identified on identified.day = (now() at time zone 'utc')::date - day.back
        left join fixed on fixed.day = (now() at time zone 'utc')::date - day.back
        order by 1`.execute(db)
      return rows
    },

    async waiting(): Promise<{ waiting: number; sentButWaiting: number; gone: number }> {
      const { rows } = await sql<{ waiting: number; sentButWaiting: number; gone: number }>`
        select count(*) as waiting,
          count(*) filter (where v.sending = 'sent') as "sentButWaiting",
          (select count(*) from ticket where is_current and condition = 'gone') as gone
        from mark m join vulnerability v on v.id = m.vulnerability_id
        where m.looked_revision < m.revision`.execute(db)
      return rows[0] ?? { waiting: 0, sentButWaiting: 0, gone: 0 }
    },

    async dueForReanalysis(): Promise<number> {
      const { count } = await db
        .selectFrom('vulnerability')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('status', '=', 'RISK_ACCEPTED')
        .where('archived_at', 'is', null)
        .where('risk_accepted_until', '<=', sql<string>`current_date`)
        .executeTakeFirstOrThrow()
      return count
    },

    async integrations() {
      return db
        .selectFrom('integration as i')
        .innerJoin('instance as n', 'n.id', 'i.instance_id')
        .select(['i.id', 'i.name', 'i.state', 'i.state_reason', 'n.creating_stopped'])
        .select('i.refresh_expires_at')
        .where('i.state', '<>', 'removed')
        .orderBy('i.name')
        .limit(100)
        .execute()
    },

    async recentlyUpdated() {
      return db
        .selectFrom('vulnerability')
        .select(['id', 'title', 'severity', 'status', 'updated_at'])
        .where('archived_at', 'is', null)
        .orderBy('updated_at', 'desc')
        .orderBy('id', 'desc')
        .limit(10)
        .execute()
    },
  }
}

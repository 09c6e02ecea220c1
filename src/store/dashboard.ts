import { sql } from 'kysely'
import type { Executor } from './database.ts'

/** What the dashboard shows besides counts. Each is one statement that an index answers. */
export function dashboard(db: Executor) {
  return {
    /** Asked one by one: PostgreSQL takes a third of all to be waiting, and would read the table. */
    async waiting(): Promise<{ waiting: number; sentButWaiting: number; gone: number }> {
      const { rows } = await sql<{ waiting: number; sentButWaiting: number; gone: number }>`
        select count(*) as waiting,
          count(*) filter (where (
            select v.sending = 'sent' from vulnerability v where v.id = m.vulnerability_id
          )) as "sentButWaiting",
          (select count(*) from ticket where is_current and condition = 'gone') as gone
        from mark m where m.looked_revision < m.revision`.execute(db)
      return rows[0] ?? { waiting: 0, sentButWaiting: 0, gone: 0 }
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

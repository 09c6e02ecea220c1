import { sql } from 'kysely'
import type { Executor } from './database.ts'

/** How many days before a log-in ends it is told. */
export const WARN_DAYS = [30, 7, 1] as const

export interface EndingLogin {
  readonly integrationId: number
  readonly name: string
  readonly endsAt: Date
  /** The threshold that was passed. */
  readonly days: number
}

/**
 * The log-ins that have come closer to their end than was last warned of, each once for each
 * threshold whoever asks: that it is told stands in the row from here on.
 */
export async function takeEndingLogins(db: Executor): Promise<EndingLogin[]> {
  const { rows } = await sql<EndingLogin>`
    update integration i set warned_days = due.days
    from (
      select e.id, min(t.days) as days from integration e
      cross join unnest(${[...WARN_DAYS]}::int[]) as t (days)
      where e.state = 'connected' and e.refresh_expires_at <= now() + t.days * interval '1 day'
      group by e.id
    ) as due
    where i.id = due.id and (i.warned_days is null or i.warned_days > due.days)
    returning i.id as "integrationId", i.name, i.refresh_expires_at as "endsAt", due.days`.execute(
    db,
  )
  return rows
}

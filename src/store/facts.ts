import { sql } from 'kysely'
import type { Sending } from '../connection/not-sent.ts'
import { counts } from './count.ts'
import type { Executor } from './database.ts'

export interface QueueFact {
  /** Origin; null: looks that need no instance. */
  readonly instance: string | null
  readonly priority: 'now' | 'backfill'
  readonly looks: number
  /** Since when the oldest due one could be looked at; 0 where none is due. */
  readonly oldestSeconds: number
}

export interface InstanceFact {
  readonly instance: string
  readonly lanes: number
  readonly inFlight: number
  readonly width: number
  readonly failures: number
  readonly pausedSeconds: number
}

export interface IntegrationFact {
  readonly integration: string
  readonly instance: string
  readonly isConnected: boolean
  readonly loginEndsAt: Date | null
  readonly creatingStopped: boolean
}

const TROUBLED = ['held', 'unsure', 'refused'] as const satisfies readonly Sending[]

/** What the database knows of how things stand, whichever process asks: for the metrics. */
export function facts(db: Executor) {
  return {
    async queue(): Promise<QueueFact[]> {
      const { rows } = await sql<QueueFact>`
        select n.origin as instance,
          -- Ten less: begun (work/marks.ts).
          case when m.priority in (0, -10) then 'now' else 'backfill' end as priority, count(*) as looks,
          coalesce(extract(epoch from now() - min(m.due_at) filter (where m.due_at <= now())),
            0)::float8 as "oldestSeconds"
        from mark m left join instance n on n.id = m.lane_key
        where m.looked_revision < m.revision group by 1, 2`.execute(db)
      return rows
    },

    async instances(): Promise<InstanceFact[]> {
      const { rows } = await sql<InstanceFact>`
        select n.origin as instance, coalesce(l.max, 0) as lanes, coalesce(l.width, 0) as width,
          coalesce(l.failures, 0) as failures,
          (select count(*) from lane where lane.instance_key = n.origin and lease_until > now())
            as "inFlight",
          greatest(0, coalesce(extract(epoch from l.paused_until - now()), 0))::float8
            as "pausedSeconds"
        from instance n left join instance_limit l on l.instance_key = n.origin
        where exists (select from integration i where i.instance_id = n.id and i.state <> 'removed')
        order by n.id`.execute(db)
      return rows
    },

    async integrations(): Promise<IntegrationFact[]> {
      const { rows } = await sql<IntegrationFact>`
        select i.name as integration, n.origin as instance, i.state = 'connected' as "isConnected",
          i.refresh_expires_at as "loginEndsAt",
          coalesce(n.creating_stopped, home.creating_stopped) is not null as "creatingStopped"
        from integration i join instance n on n.id = i.instance_id
        left join installation home on true
        where i.state <> 'removed' order by i.id`.execute(db)
      return rows
    },

    async imports(): Promise<{ state: string; count: number }[]> {
      const { rows } = await sql<{ state: string; count: number }>`
        select case when waiting_at is null then state else 'waiting' end as state, count(*)
        from import group by 1`.execute(db)
      return rows
    },

    /** How many are in each state of sending that a person or an operator should look after. */
    async notInStep(): Promise<{ sending: Sending; count: number }[]> {
      const groups = await counts(db).groups()
      return TROUBLED.map((sending) => ({
        sending,
        count: groups.reduce(
          (sum, group) => sum + (group.sending === sending ? group.count : 0),
          0,
        ),
      }))
    },
  }
}

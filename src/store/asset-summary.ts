import { sql } from 'kysely'
import type { Sending } from '../connection/not-sent.ts'
import type { Severity } from '../vulnerability/severity.ts'
import type { Status } from '../vulnerability/status.ts'
import type { Executor } from './database.ts'

/** How far back a tool's last import is looked for: a branch nobody scans any more is no news. */
const IMPORTS_BACK = 1_000
const TOOLS = 100

export interface AssetGroup {
  readonly status: Status
  readonly severity: Severity
  readonly sending: Sending
  /** Marked to be looked at, now or later. */
  readonly waiting: boolean
  /** Its ticket is no more. */
  readonly gone: boolean
  readonly count: number
}

export interface LastImport {
  readonly id: number
  readonly tool: string
  readonly scope: string | null
  readonly fileName: string
  readonly finishedAt: Date | null
  readonly newCount: number
  readonly reopenedCount: number
  readonly fixedCount: number
}

export interface AssetConnection {
  readonly integration: string
  readonly state: string
  readonly stateReason: string | null
  readonly instanceUrl: string
  readonly table: string
  readonly tableLabel: string
  readonly creatingStopped: string | null
  /** Why the instance is not called at the moment. */
  readonly pausedBecause: string | null
}

/** Where one asset stands. Each is one statement. */
export function assetSummary(db: Executor, assetId: number) {
  return {
    async groups(): Promise<AssetGroup[]> {
      const { rows } = await sql<AssetGroup>`
        select v.status, v.severity, v.sending,
          coalesce(m.looked_revision < m.revision, false) as waiting,
          coalesce(t.condition = 'gone', false) as gone,
          count(*) as count
        from vulnerability v
        left join mark m on m.vulnerability_id = v.id
        left join ticket t on t.vulnerability_id = v.id and t.is_current
        where v.asset_id = ${assetId} and v.archived_at is null
        group by 1, 2, 3, 4, 5`.execute(db)
      return rows
    },

    /** The last applied import of each tool and scope, newest first; one may be of several tools. */
    async lastImports(): Promise<LastImport[]> {
      const { rows } = await sql<LastImport>`
        with recent as (
          select id, tool, scope, files from import
          where asset_id = ${assetId} and state = 'applied' order by id desc limit ${IMPORTS_BACK}
        ), heard as (
          select r.id, r.scope, coalesce(f.tool, r.tool) as tool
          from recent r left join lateral jsonb_to_recordset(r.files) as f (tool text) on true
        ), last as (
          select max(id) as id, tool, scope from heard group by tool, scope
          order by 1 desc, tool limit ${TOOLS}
        )
        select i.id, last.tool, i.scope, i.file_name as "fileName", i.finished_at as "finishedAt",
          i.new_count as "newCount", i.reopened_count as "reopenedCount",
          i.fixed_count as "fixedCount"
        from last join import i on i.id = last.id
        order by i.id desc, last.tool`.execute(db)
      return rows
    },

    /** Null where the asset has no project. */
    async connection(): Promise<AssetConnection | null> {
      const { rows } = await sql<AssetConnection>`
        select i.name as integration, i.state, i.state_reason as "stateReason",
          n.origin as "instanceUrl", p.table_name as "table", p.table_label as "tableLabel",
          coalesce(home.creating_stopped, n.creating_stopped) as "creatingStopped",
          case when l.paused_until > now()
            then coalesce(l.reason, 'the instance asked us to wait') end as "pausedBecause"
        from pairing p
        join integration i on i.id = p.integration_id
        join instance n on n.id = i.instance_id
        left join instance_limit l on l.instance_key = n.origin
        left join installation home on true
        where p.asset_id = ${assetId} and p.removed_at is null`.execute(db)
      return rows[0] ?? null
    },
  }
}

import { sql, type RawBuilder } from 'kysely'
import type { Actor } from '../vulnerability/actor.ts'
import type { Executor } from './database.ts'
import type { HistoryKind } from './schema.ts'

/** One line of a vulnerability's timeline. `details.reason` is shown beneath the message. */
export interface HistoryLine {
  readonly vulnerabilityId: number
  readonly actor: Actor
  readonly kind: HistoryKind
  readonly message: string
  readonly details?: HistoryDetails
}

export interface HistoryDetails {
  readonly reason?: string
  readonly [name: string]: unknown
}

export function insertHistory(lines: readonly HistoryLine[]): RawBuilder<unknown> {
  const rows = lines.map(({ vulnerabilityId, actor, kind, message, details = {} }) => {
    return { vulnerability_id: vulnerabilityId, actor, kind, message, details }
  })
  return sql`
    insert into history (vulnerability_id, actor, kind, message, details)
    select vulnerability_id, actor, kind, message, details
    from json_to_recordset(${JSON.stringify(rows)}::json) as line (
      vulnerability_id bigint, actor jsonb, kind text, message text, details jsonb)`
}

/** What people and machines did to vulnerabilities; written in the transaction that does it. */
export function history(db: Executor) {
  return {
    async write(lines: readonly HistoryLine[]): Promise<void> {
      if (lines.length === 0) return
      await sql`/* history_write */ ${insertHistory(lines)}`.execute(db)
    },

    /** Newest first, those before `before`. */
    async page(vulnerabilityId: number, limit: number, before?: number) {
      let query = db
        .selectFrom('history')
        .select(['id', 'at', 'actor', 'kind', 'message', 'details'])
        .where('vulnerability_id', '=', vulnerabilityId)
        .orderBy('id', 'desc')
        .limit(limit)
      if (before !== undefined) query = query.where('id', '<', before)
      return query.execute()
    },
  }
}

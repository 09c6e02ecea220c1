import { channel } from 'node:diagnostics_channel'

import { sql, type RawBuilder } from 'kysely'
import { requestIds } from '../lib/request-id.ts'
import type { Executor } from './database.ts'
import type { DeliveryLevel } from './schema.ts'

/** One line of Recent deliveries. `details` never holds a secret: people read it. */
export interface Delivery {
  readonly level: DeliveryLevel
  readonly message: string
  readonly details?: Readonly<Record<string, string>>
  readonly integrationId?: number | null
  readonly vulnerabilityId?: number | null
  /** In whose name; of whoever writes it unless given. */
  readonly requestIds?: readonly string[]
}

export interface DeliveryFilter {
  readonly integrationId?: number | undefined
  readonly vulnerabilityId?: number | undefined
  readonly level?: DeliveryLevel | undefined
  readonly search?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/**
 * Where each line is published as it is written, for whoever counts. Its transaction may still be
 * undone, or run again after a deadlock: a count, not a record.
 */
export const DELIVERED = 'lockstep.delivered'
const delivered = channel(DELIVERED)

/** What the page shows at most, newest first. */
const SHOWN = 1_000

export function insertDeliveries(lines: readonly Delivery[]): RawBuilder<unknown> {
  for (const line of lines) delivered.publish(line)
  const rows = lines.map((line) => ({
    level: line.level,
    message: line.message,
    details: line.details ?? {},
    integration_id: line.integrationId ?? null,
    vulnerability_id: line.vulnerabilityId ?? null,
    request_ids: line.requestIds ?? requestIds(),
  }))
  return sql`
    insert into delivery (level, message, details, integration_id, vulnerability_id, request_ids)
    select level, message, details, integration_id, vulnerability_id, request_ids
    from json_to_recordset(${JSON.stringify(rows)}::json) as line (
      level text, message text, details json, integration_id bigint, vulnerability_id bigint,
      request_ids text[])`
}

/** The log of what the sync did, for people. */
export function deliveries(db: Executor) {
  return {
    async write(lines: readonly Delivery[]): Promise<void> {
      if (lines.length === 0) return
      await sql`/* deliveries_write */ ${insertDeliveries(lines)}`.execute(db)
    },

    /**
     * What lasts a while is said once in it: within the hour not again, but for a new log-in. In a
     * transaction, whose lock lets those who say the same thing at once see each other.
     */
    async writeOnceAnHour(line: Delivery & { readonly integrationId: number }): Promise<void> {
      const { level, message, details = {}, integrationId } = line
      await sql`select from integration where id = ${integrationId} for no key update`.execute(db)
      const { numAffectedRows = 0n } = await sql`
        insert into delivery (level, message, details, integration_id, request_ids)
        select ${level}, ${message}, ${JSON.stringify(details)}::json, i.id,
          ${requestIds()}::text[] from integration i
        where i.id = ${integrationId} and not exists (
          select from delivery d
          where d.integration_id = i.id and d.message = ${message}
            and d.at > greatest(i.connected_at, now() - interval '1 hour'))`.execute(db)
      if (numAffectedRows > 0n) delivered.publish(line)
    },

    async last(filter: DeliveryFilter) {
      const { integrationId, vulnerabilityId, level, search, from, to } = filter
      let query = db
        .selectFrom('delivery')
        .select(['id', 'at', 'level', 'message', 'details', 'vulnerability_id', 'request_ids'])
        .orderBy('id', 'desc')
        .limit(SHOWN)
      if (integrationId !== undefined) query = query.where('integration_id', '=', integrationId)
      if (vulnerabilityId !== undefined)
        query = query.where('vulnerability_id', '=', vulnerabilityId)
      if (level !== undefined) query = query.where('level', '=', level)
      if (from !== undefined) query = query.where('at', '>=', new Date(from))
      if (to !== undefined) query = query.where('at', '<=', new Date(to))
      if (search !== undefined && search !== '') {
        // Searched as it is shown: the sentence, its key=value pairs, and who asked for it.
        query = query.where(
          sql<boolean>`position(lower(${search}) in lower(message || ' | ' || coalesce((
            select string_agg(key || '=' || value, ' ') from json_each_text(details)), '')
            || ' ' || array_to_string(request_ids, ' '))) > 0`,
        )
      }
      return query.execute()
    },

    /** Returns how many lines older than `days` were removed, at most `limit` a call. */
    async removeOlderThan(days: number, limit = 10_000): Promise<number> {
      const { numAffectedRows } = await sql`
        delete from delivery where id in (
          select id from delivery where at < now() - ${days} * interval '1 day'
          order by at limit ${limit})`.execute(db)
      return Number(numAffectedRows ?? 0n)
    },
  }
}

import { sql, type RawBuilder } from 'kysely'
import type { AttemptOutcome } from '../connection/attempt.ts'
import type { SysId } from '../connection/ticket.ts'
import { must } from '../lib/must.ts'
import type { Executor, Tx } from './database.ts'

export interface AttemptNames {
  readonly vulnerabilityId: number
  readonly instanceId: number
  readonly table: string
  readonly generation: number
  readonly sysId: SysId
  readonly correlationId: string
  readonly mappingId: number
}

export interface NewAttempt extends AttemptNames {
  /** How long a POST may still be started under it. */
  readonly openMs: number
}

/**
 * Written before their POSTs. Fails on a second unsettled attempt for the same generation: the
 * database sees to it. Ids in the order of `attempts`.
 */
export async function openAttempts(
  db: Executor,
  attempts: readonly NewAttempt[],
): Promise<{ id: number }[]> {
  const rows = attempts.map((attempt) => ({ ...namesRow(attempt), open_ms: attempt.openMs }))
  const { rows: opened } = await sql<{ id: number; sysId: string }>`
    /* attempts_open */
    insert into attempt (${NAMES}, deadline)
    select ${NAMES}, now() + open_ms * interval '1 millisecond'
    from json_to_recordset(${JSON.stringify(rows)}::json) as a (${TYPED_NAMES}, open_ms float8)
    returning id, sys_id as "sysId"`.execute(db)
  const ids = new Map(opened.map(({ id, sysId }) => [sysId, id]))
  return attempts.map(({ sysId }) => ({ id: must(ids.get(sysId), 'the attempt that was written') }))
}

export interface Settled {
  readonly id: number
  readonly outcome: AttemptOutcome
  readonly reason: string
}

export function settleAttempts(settled: readonly Settled[]): RawBuilder<unknown> {
  return sql`
    update attempt set outcome = s.outcome, outcome_reason = s.reason, outcome_at = now()
    from json_to_recordset(${JSON.stringify(settled)}::json) as s (
      id bigint, outcome text, reason text)
    -- Not "in ('open', 'unknown')": the index of those would be read from end to end instead.
    where attempt.id = s.id and attempt.outcome not in ('created', 'refused', 'abandoned')`
}

/** What the database forgot was begun before it was put back, at the latest. */
export async function doubtAttempts(tx: Tx, forgotten: readonly AttemptNames[]): Promise<void> {
  if (forgotten.length === 0) return
  await sql`
    /* attempts_doubt */
    insert into attempt (${NAMES}, sent_at, deadline, outcome, outcome_reason)
    select ${NAMES}, recovered_at, recovered_at, 'unknown', 'the database was moved or restored'
    from json_to_recordset(${JSON.stringify(forgotten.map(namesRow))}::json) as a (${TYPED_NAMES}),
      installation
    where recovered_at is not null
    on conflict do nothing`.execute(tx)
}

const NAMES = sql`vulnerability_id, instance_id, table_name, generation, sys_id, correlation_id,
  mapping_id`
const TYPED_NAMES = sql`vulnerability_id bigint, instance_id bigint, table_name text, generation int,
  sys_id text, correlation_id text, mapping_id bigint`

function namesRow(names: AttemptNames) {
  return {
    vulnerability_id: names.vulnerabilityId,
    instance_id: names.instanceId,
    table_name: names.table,
    generation: names.generation,
    sys_id: names.sysId,
    correlation_id: names.correlationId,
    mapping_id: names.mappingId,
  }
}

/** Creates whose outcome must be known for certain before another one is made. */
export function attempts(tx: Executor | Tx) {
  return {
    /** Takes an unknown attempt up again. False where somebody else has done so since `sentAt`. */
    async reopen(id: number, sentAt: Date, openMs: number): Promise<boolean> {
      const { numUpdatedRows } = await tx
        .updateTable('attempt')
        .set({
          outcome: 'open',
          sent_at: sql<Date>`now()`,
          deadline: sql<Date>`now() + ${openMs} * interval '1 millisecond'`,
        })
        .where('id', '=', id)
        .where(sql<boolean>`date_trunc('milliseconds', sent_at) = ${sentAt}::timestamptz`)
        .where('outcome', 'in', ['open', 'unknown'])
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** It may be committed yet: look, never post before it is certain. */
    async unknown(id: number, reason: string): Promise<void> {
      await tx
        .updateTable('attempt')
        .set({ outcome: 'unknown', outcome_reason: reason, outcome_at: sql<Date>`now()` })
        .where('id', '=', id)
        .where('outcome', 'in', ['open', 'unknown'])
        .execute()
    },

    /** The repetition came to nothing for certain: as unknown as it was before it. */
    async unsent(id: number, sentAt: Date, reason: string): Promise<void> {
      await tx
        .updateTable('attempt')
        .set({ outcome: 'unknown', outcome_reason: reason, sent_at: sentAt })
        .where('id', '=', id)
        .where('outcome', 'in', ['open', 'unknown'])
        .execute()
    },

    async settle(id: number, outcome: AttemptOutcome, reason = ''): Promise<void> {
      await settleAttempts([{ id, outcome, reason }]).execute(tx)
    },
  }
}

import { sql } from 'kysely'
import type { AttemptOutcome } from '../connection/attempt.ts'
import type { SysId } from '../connection/ticket.ts'
import { must } from '../lib/must.ts'
import type { Executor, Tx } from './database.ts'

export interface NewAttempt {
  readonly vulnerabilityId: number
  readonly instanceId: number
  readonly table: string
  readonly generation: number
  readonly sysId: SysId
  readonly correlationId: string
  readonly mappingId: number
  /** How long a POST may still be started under it. */
  readonly openMs: number
}

/** Creates whose outcome must be known for certain before another one is made. */
export function attempts(tx: Executor | Tx) {
  return {
    /** Fails on a second unsettled attempt for the same generation: the database sees to it. */
    async open(attempt: NewAttempt): Promise<{ id: number }> {
      const row = await tx
        .insertInto('attempt')
        .values({
          vulnerability_id: attempt.vulnerabilityId,
          instance_id: attempt.instanceId,
          table_name: attempt.table,
          generation: attempt.generation,
          sys_id: attempt.sysId,
          correlation_id: attempt.correlationId,
          mapping_id: attempt.mappingId,
          deadline: sql<Date>`now() + ${attempt.openMs} * interval '1 millisecond'`,
        })
        .returning('id')
        .executeTakeFirst()
      return must(row, 'the attempt that was written')
    },

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
      await tx
        .updateTable('attempt')
        .set({ outcome, outcome_reason: reason, outcome_at: sql<Date>`now()` })
        .where('id', '=', id)
        .where('outcome', 'in', ['open', 'unknown'])
        .execute()
    },
  }
}

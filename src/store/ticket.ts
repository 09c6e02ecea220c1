import { sql } from 'kysely'
import type { Agreed, Reading, SysId, TicketCondition, UnderWay } from '../connection/ticket.ts'
import type { Executor, Tx } from './database.ts'

export interface NewTicketRow {
  readonly vulnerabilityId: number
  readonly instanceId: number
  readonly table: string
  readonly tableLabel: string
  readonly sysId: SysId
  readonly number: string
  readonly generation: number
  readonly mappingId: number
  readonly agreed: Agreed
  readonly reading: Reading
  readonly writtenModCount: number
}

export function tickets(tx: Executor | Tx) {
  return {
    /** The ticket becomes the vulnerability's current one; an earlier generation stays as history. */
    async add(ticket: NewTicketRow): Promise<void> {
      await tx
        .updateTable('ticket')
        .set({ is_current: false, updated_at: sql`now()` })
        .where('vulnerability_id', '=', ticket.vulnerabilityId)
        .where('is_current', '=', true)
        .execute()
      await tx
        .insertInto('ticket')
        .values({
          vulnerability_id: ticket.vulnerabilityId,
          instance_id: ticket.instanceId,
          table_name: ticket.table,
          table_label: ticket.tableLabel,
          sys_id: ticket.sysId,
          number: ticket.number,
          generation: ticket.generation,
          mapping_id: ticket.mappingId,
          agreed_status: ticket.agreed.status,
          agreed_state: ticket.agreed.state,
          sent_fields: JSON.stringify(ticket.agreed.sent),
          under_way: json(ticket.agreed.underWay),
          written_mod_count: ticket.writtenModCount,
          reading: JSON.stringify(ticket.reading),
          reading_mod_count: ticket.reading.modCount,
          reading_at: sql`now()`,
        })
        .execute()
    },

    async remember(id: number, agreed: Agreed, mappingId: number): Promise<void> {
      await tx
        .updateTable('ticket')
        .set({
          agreed_status: agreed.status,
          agreed_state: agreed.state,
          sent_fields: JSON.stringify(agreed.sent),
          under_way: json(agreed.underWay),
          mapping_id: mappingId,
          updated_at: sql`now()`,
        })
        .where('id', '=', id)
        .execute()
    },

    /** What our own write was answered with: anything older is stale from now on. */
    async written(id: number, reading: Reading): Promise<void> {
      await tx
        .updateTable('ticket')
        .set({ written_mod_count: reading.modCount })
        .where('id', '=', id)
        .execute()
      await this.keepReading(id, reading)
    },

    /** Keeps what was read, unless something newer is known: a poll may have been faster. */
    async keepReading(id: number, reading: Reading): Promise<void> {
      await tx
        .updateTable('ticket')
        .set({
          reading: JSON.stringify(reading),
          reading_mod_count: reading.modCount,
          reading_at: sql`now()`,
        })
        .where('id', '=', id)
        .where((eb) =>
          eb.or([
            eb('reading_mod_count', 'is', null),
            eb('reading_mod_count', '<=', reading.modCount),
          ]),
        )
        .execute()
    },

    async forgetReading(id: number): Promise<void> {
      await tx
        .updateTable('ticket')
        .set({ reading: null, reading_mod_count: null, reading_at: null })
        .where('id', '=', id)
        .execute()
    },

    async setCondition(id: number, condition: TicketCondition, reason: string): Promise<void> {
      await tx
        .updateTable('ticket')
        .set({
          condition,
          condition_reason: reason,
          ...(condition === 'gone'
            ? { reading: null, reading_mod_count: null, reading_at: null }
            : {}),
          updated_at: sql`now()`,
        })
        .where('id', '=', id)
        .execute()
    },
  }
}

function json(underWay: UnderWay | null): string | null {
  return underWay === null ? null : JSON.stringify(underWay)
}

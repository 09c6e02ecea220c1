import { sql, type RawBuilder } from 'kysely'
import type { Agreed, Reading, SysId, TicketCondition } from '../connection/ticket.ts'
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

/**
 * For the `with` of a statement: `born` holds ids of the tickets and of their vulnerabilities,
 * whose current ones they are; those of earlier generations stay as history.
 */
export function bornTickets(tickets: readonly NewTicketRow[]): RawBuilder<unknown> {
  const rows = tickets.map((ticket) => ({
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
    sent_fields: ticket.agreed.sent,
    under_way: ticket.agreed.underWay,
    written_mod_count: ticket.writtenModCount,
    reading: ticket.reading,
    reading_mod_count: ticket.reading.modCount,
  }))
  // Counting the earlier ones has them make way before there is a second current one.
  return sql`
    made as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as made (
        vulnerability_id bigint, instance_id bigint, table_name text, table_label text,
        sys_id text, number text, generation int, mapping_id bigint, agreed_status text,
        agreed_state text, sent_fields jsonb, under_way jsonb, written_mod_count int,
        reading jsonb, reading_mod_count int)
    ),
    earlier as (
      update ticket set is_current = false, updated_at = now() from made
      where ticket.vulnerability_id = made.vulnerability_id and ticket.is_current
      returning ticket.id
    ),
    born as (
      insert into ticket (vulnerability_id, instance_id, table_name, table_label, sys_id, number,
        generation, mapping_id, agreed_status, agreed_state, sent_fields, under_way,
        written_mod_count, reading, reading_mod_count, reading_at)
      select made.*, now() from made, (select count(*) from earlier) as gone
      returning id, vulnerability_id
    )`
}

export interface Remembered {
  readonly id: number
  readonly agreed: Agreed
  readonly mappingId: number
}

export function rememberTickets(remembered: readonly Remembered[]): RawBuilder<unknown> {
  const rows = remembered.map(({ id, agreed, mappingId }) => ({
    id,
    agreed_status: agreed.status,
    agreed_state: agreed.state,
    sent_fields: agreed.sent,
    under_way: agreed.underWay,
    mapping_id: mappingId,
  }))
  return sql`
    update ticket set agreed_status = r.agreed_status, agreed_state = r.agreed_state,
      sent_fields = r.sent_fields, under_way = r.under_way, mapping_id = r.mapping_id,
      updated_at = now()
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (
      id bigint, agreed_status text, agreed_state text, sent_fields jsonb, under_way jsonb,
      mapping_id bigint)
    where ticket.id = r.id`
}

export function tickets(tx: Executor | Tx) {
  return {
    async remember(remembered: Remembered): Promise<void> {
      await rememberTickets([remembered]).execute(tx)
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

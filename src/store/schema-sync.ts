import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { AttemptOutcome } from '../connection/attempt.ts'
import type { Fields, Reading, TicketCondition, UnderWay } from '../connection/ticket.ts'
import type { Status } from '../vulnerability/status.ts'
import type { FilledTime, Json, Time } from './columns.ts'

export interface TicketTable {
  id: Generated<number>
  vulnerability_id: number
  instance_id: number
  table_name: string
  table_label: string
  sys_id: string
  number: string
  generation: number
  is_current: Generated<boolean>
  condition: ColumnType<TicketCondition, TicketCondition | undefined, TicketCondition>
  condition_reason: Generated<string>
  mapping_id: number
  agreed_status: Status
  agreed_state: string
  sent_fields: Json<Fields>
  under_way: JSONColumnType<UnderWay> | null
  reading: JSONColumnType<Reading> | null
  reading_mod_count: number | null
  reading_at: Time
  written_mod_count: Generated<number>
  created_at: FilledTime
  updated_at: FilledTime
}

export interface AttemptTable {
  id: Generated<number>
  vulnerability_id: number
  instance_id: number
  table_name: string
  generation: number
  sys_id: string
  correlation_id: string
  mapping_id: number
  sent_at: FilledTime
  deadline: ColumnType<Date, Date | string, Date | string>
  outcome: ColumnType<AttemptOutcome, AttemptOutcome | undefined, AttemptOutcome>
  outcome_at: Time
  outcome_reason: Generated<string>
}

export interface MemoryTable {
  vulnerability_id: number
  said: Generated<string[]>
  refusals: Json<{ wish: string; words: string }[]>
  copies: Json<{ sysId: string; number: string }[]>
}

export interface MarkTable {
  vulnerability_id: number
  revision: Generated<number>
  looked_revision: Generated<number>
  due_at: FilledTime
  priority: Generated<number>
  lane_key: Generated<number>
  lease_until: Time
  fence: Generated<number>
  tries: Generated<number>
  request_ids: Generated<string[]>
  asked_at: FilledTime
}

export interface InboundCursorTable {
  integration_id: number
  table_name: string
  watermark: string
  polled_at: Time
  heard_at: Time
  deep_at: Time
  deep_from: Generated<string>
  swept_at: Time
  lease_until: Time
}

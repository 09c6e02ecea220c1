import type { z } from 'zod'
import type { TicketReading } from '../../store/vulnerability-reading.ts'
import type { TicketView } from '../schema/vulnerability.ts'
import { instant } from './instant.ts'

/** Where a person sees the record, inside the instance's own frame. */
export function ticketUrl(origin: string, table: string, sysId: string): string {
  return `${origin}/nav_to.do?uri=${encodeURIComponent(`${table}.do?sys_id=${sysId}`)}`
}

export function ticketView(row: TicketReading): z.output<typeof TicketView> {
  const state = row.reading?.state ?? row.agreed_state
  return {
    number: row.number,
    url: ticketUrl(row.origin, row.table_name, row.sys_id),
    table: row.table_name,
    tableLabel: row.table_label,
    state,
    stateLabel: row.mapping.stateLabels[state] ?? state,
    generation: row.generation,
    condition: row.condition,
    conditionReason: row.condition_reason,
    readAt: instant(row.reading_at),
  }
}

import { sql } from 'kysely'
import { doubtAttempts, settleAttempts, type AttemptNames, type Settled } from './attempt.ts'
import { recordBirths, type Birth } from './birth.ts'
import type { Tx } from './database.ts'
import { insertDeliveries, type Delivery } from './delivery.ts'
import { insertHistory, type HistoryLine } from './history.ts'
import { rememberTickets, type Remembered } from './ticket.ts'
import { updateSending, type SendingRow } from './vulnerability-sync.ts'

/** What the notes of many plans write alike, and one statement can write for all of them. */
export interface AlikeNotes {
  readonly settled: Settled[]
  readonly doubted: AttemptNames[]
  readonly found: Birth[]
  readonly remembered: Remembered[]
  readonly sending: SendingRow[]
  readonly lines: Delivery[]
  readonly entries: HistoryLine[]
}

export async function recordAlike(tx: Tx, notes: AlikeNotes): Promise<void> {
  const { settled, doubted, found, remembered, sending, lines, entries } = notes
  if (settled.length > 0) await settleAttempts(settled).execute(tx)
  await doubtAttempts(tx, doubted)
  if (found.length > 0) await recordBirths(tx, found)
  if (remembered.length + sending.length + lines.length + entries.length === 0) return
  await sql`
    /* alike_notes */
    with remembered as (${rememberTickets(remembered)}),
    sent as (${updateSending(sending)}),
    delivered as (${insertDeliveries(lines)}),
    told as (${insertHistory(entries)})
    select`.execute(tx)
}

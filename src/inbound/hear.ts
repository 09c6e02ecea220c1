import type { Database, Tx } from '../store/database.ts'
import { deliveries } from '../store/delivery.ts'
import type { DuePoll } from '../store/inbound-cursor.ts'
import { memory } from '../store/memory.ts'
import { readings, type Heard } from '../store/reading.ts'
import { requestLooks } from '../work/marks.ts'

/** Keeps what an instance said of our tickets, and asks for a look where it is news. */
export async function hear(
  database: Database,
  due: DuePoll,
  heard: readonly Heard[],
): Promise<void> {
  await database.transaction(async (tx) => {
    const store = readings(tx, due.instanceId)
    const news = await store.keepNews(heard)
    const settled = await store.unsettledBy(heard)
    const copied = await noteStrangers(tx, due, heard)
    await requestLooks(tx, [...news, ...settled, ...copied])
  })
}

/**
 * Records with our prefix that nothing here explains: a person's copy of a ticket, what a backup
 * forgot that was put back knowingly, or the proof that this database is older than the instance's
 * tickets, which must stop all creating.
 */
async function noteStrangers(tx: Tx, due: DuePoll, heard: readonly Heard[]): Promise<number[]> {
  const store = readings(tx, due.instanceId)
  const strangers = await store.strangers(heard)
  const copies = strangers.filter(({ hasTicket }) => hasTicket)
  const looks: number[] = []
  for (const { sysId, vulnerabilityId } of copies) {
    if (vulnerabilityId === null) continue
    const number = heard.find((row) => row.sysId === sysId)?.number ?? ''
    await memory(tx, vulnerabilityId).copy(sysId, number)
    looks.push(vulnerabilityId)
  }
  const others = strangers.filter(({ hasTicket }) => !hasTicket)
  looks.push(...others.flatMap((one) => (one.isForgotten ? (one.vulnerabilityId ?? []) : [])))
  const unknown = others.filter(({ isForgotten }) => !isForgotten)
  if (unknown.length > 0 && (await store.stopCreating(OLDER))) {
    const number = heard.find((row) => row.sysId === unknown[0]?.sysId)?.number
    await deliveries(tx).write([
      {
        level: 'ERROR',
        message: OLDER,
        details: { table: due.table, records: String(unknown.length), number: number ?? '' },
        integrationId: due.integrationId,
      },
    ])
  }
  return looks
}

const OLDER =
  'ServiceNow has tickets of this installation that its database does not know: no ticket is created until an administrator says what happened'

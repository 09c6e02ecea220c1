import { correlationPrefix } from '../connection/correlation.ts'
import type { Instance } from '../servicenow/instance.ts'
import { READ_FIELDS } from '../reconcile/world.ts'
import { and, isOneOf } from '../servicenow/query.ts'
import type { Database } from '../store/database.ts'
import { inboundCursors, type DuePoll } from '../store/inbound-cursor.ts'
import { readings } from '../store/reading.ts'
import { requestLooks } from '../work/marks.ts'
import { hear } from './hear.ts'
import { heardOf } from './poll.ts'

/** As many sys_ids as fit in a URL that every proxy lets through. */
const BATCH = 100
const FIELDS = READ_FIELDS.filter((name) => name !== 'description')

/**
 * Reads every current ticket of a table once a day: for deletions, updates without system fields,
 * and rows that were hidden for a while, none of which a poll can see.
 */
export async function sweep(database: Database, due: DuePoll, reached: Instance): Promise<void> {
  const store = readings(database.kysely, due.instanceId)
  const prefix = correlationPrefix(due.correlationPrefixOf)
  let after = ''
  for (;;) {
    const tickets = await store.current(due.table, after, BATCH)
    const last = tickets.at(-1)
    if (last === undefined) break
    const { rows } = await reached.tables.list(due.table, {
      query: and(
        isOneOf(
          'sys_id',
          tickets.map((ticket) => ticket.sysId),
        ),
      ),
      fields: FIELDS,
      limit: BATCH,
      priority: 'backfill',
    })
    await hear(
      database,
      due,
      rows.map((row) => heardOf(row, prefix)),
    )
    const found = new Set(rows.map((row) => row['sys_id']))
    const missing = tickets.filter(
      (ticket) => !found.has(ticket.sysId) && ticket.condition === 'living',
    )
    await database.transaction(async (tx) => {
      await readings(tx, due.instanceId).forget(missing.map((ticket) => ticket.id))
      await requestLooks(
        tx,
        missing.map((ticket) => ticket.vulnerabilityId),
        'backfill',
      )
    })
    after = last.sysId
  }
  await inboundCursors(database.kysely).swept(due)
}

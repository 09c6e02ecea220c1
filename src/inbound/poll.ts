import type { SysId } from '../connection/ticket.ts'
import { correlationPrefix } from '../connection/correlation.ts'
import type { Instance } from '../servicenow/instance.ts'
import { READ_FIELDS, toReading } from '../reconcile/world.ts'
import { changedAfter, where, type Cursor } from '../servicenow/query.ts'
import type { Row } from '../servicenow/row.ts'
import type { Database } from '../store/database.ts'
import { inboundCursors, type DuePoll } from '../store/inbound-cursor.ts'
import type { Heard } from '../store/reading.ts'
import { secondsBefore, toInstanceTime } from './clock.ts'
import { hear } from './hear.ts'

/** A transaction may commit long after its sys_updated_on, and nodes' clocks differ. */
const OVERLAP_SECONDS = 300
/** Between two readings of the whole overlap, only its newest part is read again. */
const SHORT_OVERLAP_SECONDS = 15
const PAGE = 1_000

/** A description is long and never compared: what we last sent is. */
const POLL_FIELDS = READ_FIELDS.filter((name) => name !== 'description')

/**
 * Reads what changed on one table since last time and asks for looks. With nothing new it is one
 * request; otherwise one for each thousand changes.
 */
export async function poll(database: Database, due: DuePoll, reached: Instance): Promise<void> {
  const prefix = correlationPrefix(due.correlationPrefixOf)
  const guard = [where('correlation_id', 'STARTSWITH', prefix)]
  const overlap = due.isDeep ? OVERLAP_SECONDS : SHORT_OVERLAP_SECONDS
  let watermark = due.watermark ?? toInstanceTime(new Date(0))
  let cursor: Cursor = {
    updatedOn: due.watermark === null ? watermark : secondsBefore(watermark, overlap),
    sysId: '',
  }
  let offset = 0
  for (;;) {
    const page = await reached.tables.list(due.table, {
      query: changedAfter(cursor, guard),
      fields: POLL_FIELDS,
      limit: PAGE,
      offset,
    })
    if (page.rows.length > 0) await hear(database, due, page.rows.map((row) => heardOf(row, prefix)))
    const last = page.rows.at(-1)
    if (last !== undefined) cursor = cursorOf(last)
    // A page of rows that we may not see is empty, although others follow it.
    offset = last === undefined ? offset + PAGE : 0
    // The instance's clock, so that a quiet table's overlap does not grow old with its last change.
    watermark = later(watermark, cursor.updatedOn, page.at)
    if (!page.hasMore) break
  }
  await inboundCursors(database.kysely).finish(due, watermark)
}

export function heardOf(row: Row, prefix: string): Heard {
  return {
    sysId: (row['sys_id'] ?? '') as SysId,
    number: row['number'] ?? '',
    ticketKey: (row['correlation_id'] ?? '').slice(prefix.length),
    reading: toReading(row),
  }
}

function cursorOf(row: Row): Cursor {
  return { updatedOn: row['sys_updated_on'] ?? '', sysId: row['sys_id'] ?? '' }
}

function later(watermark: string, seen: string, at: Date | null): string {
  const now = at === null ? '' : toInstanceTime(at)
  return [watermark, seen, now].reduce((a, b) => (a > b ? a : b))
}

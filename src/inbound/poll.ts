import type { SysId } from '../connection/ticket.ts'
import { correlationPrefix } from '../connection/correlation.ts'
import type { Instance } from '../servicenow/instance.ts'
import { READ_FIELDS, toReading } from '../reconcile/world.ts'
import { formatInstanceTime, parseInstanceTime } from '../servicenow/discovery/instance-clock.ts'
import { changedAfter, where, type Cursor } from '../servicenow/query.ts'
import type { Row } from '../servicenow/row.ts'
import type { Database } from '../store/database.ts'
import { inboundCursors, type DuePoll } from '../store/inbound-cursor.ts'
import type { Heard } from '../store/reading.ts'
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
 * request; otherwise one for each page of changes.
 */
export async function poll(
  database: Database,
  due: DuePoll,
  reached: Instance,
  pageSize = PAGE,
): Promise<void> {
  const cursors = inboundCursors(database.kysely)
  const prefix = correlationPrefix(due.correlationPrefixOf)
  const guard = [where('correlation_id', 'STARTSWITH', prefix)]
  let cursor: Cursor = { updatedOn: beginningOf(due), sysId: '' }
  let startedAt: Date | null = null
  let offset = 0
  for (;;) {
    const page = await reached.tables.list(due.table, {
      query: changedAfter(cursor, guard),
      fields: POLL_FIELDS,
      limit: pageSize,
      offset,
    })
    if (startedAt === null && page.at !== null && due.isRecovery) {
      await cursors.noteRecovery(due, formatInstanceTime(page.at))
    }
    const heard = page.rows.map((row) => heardOf(row, prefix))
    if (heard.length > 0) await hear(database, due, heard)
    const last = page.rows.at(-1)
    if (last !== undefined) cursor = cursorOf(last)
    // A page of rows that we may not see is empty, although others follow it.
    offset = last === undefined ? offset + pageSize : 0
    startedAt ??= page.at
    if (!page.hasMore) break
    const watermark = later(due.watermark ?? '', cursor.updatedOn)
    await cursors.advance(due, watermark, cursor.updatedOn)
  }
  // The instance's clock, so that a quiet table's overlap does not grow old with its last change;
  // at the first page, since what changed while the others were read may not stand in them.
  const seen = later(due.watermark ?? '', cursor.updatedOn)
  await cursors.finish(due, startedAt === null ? seen : formatInstanceTime(startedAt))
}

/**
 * What was not to be seen yet when the last deep poll came by is read by the next one, also where
 * the instance's clock has left it far behind in between.
 */
function beginningOf({ watermark, isDeep, deepFrom }: DuePoll): string {
  if (watermark === null) return formatInstanceTime(new Date(0))
  if (!isDeep) return secondsBefore(watermark, SHORT_OVERLAP_SECONDS)
  const from = deepFrom !== null && deepFrom < watermark ? deepFrom : watermark
  return secondsBefore(from, OVERLAP_SECONDS)
}

export function heardOf(row: Row, prefix: string): Heard {
  return {
    sysId: (row['sys_id'] ?? '') as SysId,
    number: row['number'] ?? '',
    ticketKey: (row['correlation_id'] ?? '').slice(prefix.length),
    createdOn: row['sys_created_on'] ?? '',
    reading: toReading(row),
  }
}

function cursorOf(row: Row): Cursor {
  return { updatedOn: row['sys_updated_on'] ?? '', sysId: row['sys_id'] ?? '' }
}

function later(a: string, b: string): string {
  return a > b ? a : b
}

function secondsBefore(text: string, seconds: number): string {
  const date = parseInstanceTime(text)
  if (date === null) throw new TypeError(`"${text}" is no moment of an instance`)
  return formatInstanceTime(new Date(date.getTime() - seconds * 1000))
}

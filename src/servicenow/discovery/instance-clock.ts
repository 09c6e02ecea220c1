import { and, isSet, newestFirst } from '../query.ts'
import type { Tables } from '../table.ts'

/**
 * The instance's own time, for watermarks: ours may differ. From the answer's Date
 * header, else, behind a proxy that removes it, from the newest change of `table`.
 */
export async function instanceNow(tables: Tables, table: string): Promise<Date | null> {
  const { rows, at } = await tables.list(table, {
    query: newestFirst(and(isSet('sys_updated_on')), 'sys_updated_on'),
    fields: ['sys_id', 'sys_updated_on'],
    limit: 1,
  })
  return at ?? parseInstanceTime(rows[0]?.['sys_updated_on'] ?? '')
}

/** "2016-12-14 02:46:44" is UTC, whatever the user's time zone is. */
export function parseInstanceTime(text: string): Date | null {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(text)
  if (match === null) return null
  const time = new Date(`${match[1]}T${match[2]}Z`)
  return Number.isNaN(time.getTime()) ? null : time
}

export function formatInstanceTime(time: Date): string {
  return time.toISOString().slice(0, 19).replace('T', ' ')
}

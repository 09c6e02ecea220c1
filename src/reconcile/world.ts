import type { Reading, SysId } from '../connection/ticket.ts'
import type { CallOptions } from '../servicenow/caller.ts'
import { and, is, isSet, orderBy } from '../servicenow/query.ts'
import type { Row } from '../servicenow/row.ts'
import type { Tables } from '../servicenow/table.ts'
import { JOURNALS } from './fields.ts'
import type { Found } from './situation.ts'

/** What every reading needs to hold; a write's answer shows the written fields as well. */
export const READ_FIELDS: readonly string[] = [
  'sys_id',
  'number',
  'state',
  'short_description',
  'description',
  'impact',
  'urgency',
  'priority',
  'correlation_id',
  'sys_mod_count',
  'sys_created_on',
  'sys_updated_on',
  'sys_updated_by',
]

const ABOUT_THE_ROW: ReadonlySet<string> = new Set([
  'sys_id',
  'number',
  'state',
  'sys_mod_count',
  'sys_created_on',
  'sys_updated_on',
  'sys_updated_by',
])

/** A record in our words. */
export function toReading(row: Row): Reading {
  return {
    state: row['state'] ?? '',
    fields: Object.fromEntries(Object.entries(row).filter(([name]) => !ABOUT_THE_ROW.has(name))),
    modCount: Number(row['sys_mod_count'] ?? 0),
    updatedOn: row['sys_updated_on'] ?? '',
    updatedBy: row['sys_updated_by'] ?? '',
  }
}

export function toFound(row: Row): Found {
  return {
    // The shape is ServiceNow's own; whatever else stands there can't be asked for again.
    sysId: (row['sys_id'] ?? '') as SysId,
    number: row['number'] ?? '',
    createdOn: row['sys_created_on'] ?? '',
    reading: toReading(row),
  }
}

/** The fields that the answer to a write of `values` should show. */
export function answerFields(values: Row): string[] {
  const written = Object.keys(values).filter((name) => !JOURNALS.includes(name))
  return [...new Set([...READ_FIELDS, ...written])]
}

/**
 * Whether any record of the table may be read: a 404 alone can also mean "not allowed". An instance
 * leaves out of a page what we may not read, so that one row would not be enough to ask for.
 */
export async function canReadAny(
  tables: Tables,
  table: string,
  options: CallOptions,
): Promise<boolean> {
  const query = and(isSet('sys_id'))
  const { rows } = await tables.list(table, { query, fields: ['sys_id'], limit: 100, ...options })
  return rows.length > 0
}

/** What an attempt may have made: by the sys_id we chose, and by our correlation id. */
export async function lookFor(
  tables: Tables,
  table: string,
  attempt: { readonly sysId: SysId; readonly correlationId: string },
  options: CallOptions,
): Promise<Found[]> {
  const bySysId = await tables.read(table, attempt.sysId, READ_FIELDS, options)
  const same = and(is('correlation_id', attempt.correlationId))
  const query = orderBy(same, 'sys_created_on', 'number')
  const { rows } = await tables.list(table, { query, fields: READ_FIELDS, limit: 20, ...options })
  const others = rows.filter((row) => row['sys_id'] !== attempt.sysId)
  return [...(bySysId === null ? [] : [bySysId]), ...others].map(toFound)
}

/** Whether a work note with `marker` stands in the record already. */
export async function hasNote(
  tables: Tables,
  table: string,
  sysId: SysId,
  marker: string,
  options: CallOptions,
): Promise<boolean> {
  const fields = ['sys_id', 'work_notes']
  const query = and(is('sys_id', sysId))
  const { rows } = await tables.listLabelled(table, { query, fields, limit: 1, ...options })
  return rows.some(({ labels }) => labels['work_notes']?.includes(marker) === true)
}

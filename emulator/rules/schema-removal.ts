import { operationFailed } from '../refusal.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import type { Change } from './change.ts'

/** Refuses to delete a table or column that came with the instance, or a table that others extend. */
export function checkRemoval({ table, database, after }: Change): void {
  const { name = '', element = '' } = after
  // A real instance has its own words; the shape is a rule's refusal.
  if (table.name === 'sys_dictionary' && !isCustom(name) && !isCustom(element)) {
    throw operationFailed(`Column '${element}' of '${name}' is not a custom column`)
  }
  if (table.name !== 'sys_db_object') return
  if (!isCustom(name)) throw operationFailed(`Table '${name}' is not a custom table`)
  const children = database.table(name)?.children ?? []
  if (children.length > 0) throw operationFailed(`Table '${name}' is extended by other tables`)
}

function isCustom(name: string): boolean {
  return /^[ux]_/.test(name)
}

/** With the record of a table goes the table, with all that is in it and describes it; likewise a column. */
export function removeSchema(
  { table, database, after }: Change,
  remove: (from: Table, row: Row) => void,
): void {
  const { name = '', element = '' } = after
  const described = database.table(name)
  if (described === undefined) return
  if (table.name === 'sys_dictionary') described.removeField(element)
  if (table.name !== 'sys_db_object') return
  for (const row of described.rows()) remove(described, row)
  for (const about of ['sys_dictionary', 'sys_choice'].map((one) => database.must(one))) {
    for (const row of about.withValue('name', name) ?? []) remove(about, row)
  }
  database.drop(name)
}

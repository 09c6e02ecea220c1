import { operationFailed } from '../refusal.ts'
import type { Database } from '../store/database.ts'
import type { Field, FieldType } from '../store/schema.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Change } from './change.ts'

const TYPES: readonly FieldType[] = [
  'string',
  'integer',
  'boolean',
  'glide_date_time',
  'glide_duration',
  'glide_list',
  'reference',
  'journal_input',
]

/** Refuses a table or a column that could not be: without a name, with a strange one, or there already. */
export function checkSchema({ table, database, before, after }: Change): void {
  if (before !== null) return
  const { name = '', element = '' } = after
  if (table.name === 'sys_db_object') {
    if (!/^[a-z][a-z0-9_]{0,79}$/.test(name)) throw operationFailed(`Invalid table name '${name}'`)
    if (database.table(name) !== undefined) throw operationFailed(`Table '${name}' exists already`)
    if (superClass(database, after) === null) throw operationFailed('Invalid super class')
  } else if (table.name === 'sys_dictionary') {
    const owner = database.table(name)
    if (owner === undefined) throw operationFailed(`Invalid table ${name}`)
    if (!/^[a-z][a-z0-9_]{0,79}$/.test(element) || owner.columns.has(element)) {
      throw operationFailed(`Invalid column name '${element}'`)
    }
  }
}

/** A record of a table makes the table; a record of a column makes the column. */
export function applySchema({ table, database, before, after }: Change): void {
  if (before !== null) return
  const { name = '', label = '', element = '' } = after
  if (table.name === 'sys_db_object') {
    const parent = superClass(database, after) ?? ''
    const definition = { name, label: label === '' ? name : label, fields: [] }
    database.define(parent === '' ? definition : { ...definition, extends: parent })
  } else if (table.name === 'sys_dictionary') {
    database.must(name).addField(fieldFrom(element, after))
  }
}

/** The name of the table that is extended; '' where none is; null where it is unknown. */
function superClass(database: Database, row: Row): string | null {
  const sysId = row['super_class'] ?? ''
  if (sysId === '') return ''
  return database.must('sys_db_object').get(sysId)?.['name'] ?? null
}

function fieldFrom(name: string, row: Row): Field {
  const type = TYPES.find((known) => known === row['internal_type']) ?? 'string'
  const reference = row['reference'] ?? ''
  return {
    name,
    label: row['column_label'] === '' ? name : (row['column_label'] ?? name),
    type,
    maxLength: Number(row['max_length']) || 40,
    mandatory: row['mandatory'] === 'true',
    readOnly: row['read_only'] === 'true',
    ...(reference === '' ? {} : { reference }),
    ...(['1', '3'].includes(row['choice'] ?? '') ? { choice: true } : {}),
    ...((row['dependent_on_field'] ?? '') === ''
      ? {}
      : { dependsOn: row['dependent_on_field'] ?? '' }),
    ...((row['default_value'] ?? '') === '' ? {} : { initial: row['default_value'] ?? '' }),
  }
}

import type { Database } from '../store/database.ts'
import type { TableDefinition } from '../store/schema.ts'
import type { Row } from '../store/sorted-rows.ts'
import { CHOICES } from './choices.ts'
import { stableId } from './stable-id.ts'

/** Defines a table and writes the records that describe it, so that discovery finds it. */
export function describeTable(database: Database, definition: TableDefinition, now: string): void {
  const table = database.define(definition)
  if (database.table('sys_dictionary') === undefined) return
  addDescription(database, table.definition, now)
}

/** The describing tables cannot describe themselves before they exist. */
export function describeAll(database: Database, now: string): void {
  for (const table of database.tables()) addDescription(database, table.definition, now)
}

function addDescription(database: Database, definition: TableDefinition, now: string): void {
  const { name, label } = definition
  put(database, 'sys_db_object', `sys_db_object:${name}`, now, {
    name,
    label,
    sys_name: label,
    is_extendable: 'true',
    super_class:
      definition.extends === undefined ? '' : stableId(`sys_db_object:${definition.extends}`),
  })
  for (const field of definition.fields) {
    put(database, 'sys_dictionary', `sys_dictionary:${name}.${field.name}`, now, {
      name,
      element: field.name,
      column_label: field.label,
      internal_type: field.type,
      reference: field.reference ?? '',
      max_length: String(field.maxLength),
      choice: field.choice === true ? '3' : '',
      mandatory: String(field.mandatory ?? false),
      read_only: String(field.readOnly ?? false),
      default_value: field.initial ?? '',
      dependent_on_field: field.dependsOn ?? '',
    })
  }
}

export function addStockChoices(database: Database, now: string): void {
  for (const { table, elements, dependentValue = '', values } of CHOICES) {
    for (const element of elements) {
      for (const [index, [value, label]] of values.entries()) {
        const key = `sys_choice:${table}.${element}.${dependentValue}.${value}`
        const sequence = String((index + 1) * 10)
        const choice = { name: table, element, value, label, sequence }
        put(database, 'sys_choice', key, now, { ...choice, dependent_value: dependentValue })
      }
    }
  }
}

/** Stored as it is, past all rules: what comes with the instance was written by nobody. */
export function put(
  database: Database,
  tableName: string,
  key: string,
  now: string,
  values: Row,
): Row {
  const table = database.must(tableName)
  const row = Object.assign(table.blank(), values)
  row['sys_id'] ||= stableId(key)
  row['sys_created_on'] = row['sys_updated_on'] = now
  row['sys_created_by'] = row['sys_updated_by'] = 'system'
  table.insert(row)
  return row
}

import type { Table } from '../store/table.ts'

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  incident: [
    'number',
    'short_description',
    'priority',
    'state',
    'assignment_group',
    'assigned_to',
    'sys_updated_on',
  ],
  task: [
    'number',
    'short_description',
    'priority',
    'state',
    'sys_class_name',
    'assigned_to',
    'sys_updated_on',
  ],
  oauth_entity: ['name', 'client_id', 'redirect_url', 'active', 'sys_updated_on'],
  sys_choice: ['name', 'element', 'value', 'label', 'dependent_value', 'sequence', 'inactive'],
  sys_db_object: ['label', 'name', 'super_class', 'sys_updated_on'],
  sys_properties: ['name', 'value', 'description'],
  sys_user: ['user_name', 'name', 'email', 'roles', 'time_zone', 'active'],
  sys_user_group: ['name', 'description', 'active'],
  dl_matcher: ['impact', 'urgency', 'priority', 'order', 'active'],
}

const TASK = [
  'number',
  'short_description',
  'priority',
  'state',
  'assignment_group',
  'assigned_to',
  'sys_updated_on',
]

/** The columns of a table's list: its own, else those of the nearest table it extends. */
export function listColumns(table: Table): readonly string[] {
  const own = COLUMNS[table.name]
  if (own !== undefined) return own
  const names = table.lineage().map((ancestor) => ancestor.name)
  if (names.includes('task')) return TASK
  const inherited = names.map((name) => COLUMNS[name]).find((columns) => columns !== undefined)
  return (
    inherited ?? [...table.columns.keys()].filter((name) => !name.startsWith('sys_')).slice(0, 6)
  )
}

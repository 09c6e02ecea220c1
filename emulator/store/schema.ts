/** The dictionary in types: what a table is, and what a column of it holds. */
export const FIELD_TYPES = [
  'string',
  'integer',
  'boolean',
  'glide_date_time',
  'glide_duration',
  'glide_list',
  'reference',
  'journal_input',
  'journal_list',
  'GUID',
  'sys_class_name',
  'domain_id',
  'password2',
  'user_input',
] as const
export type FieldType = (typeof FIELD_TYPES)[number]

export interface Field {
  readonly name: string
  readonly label: string
  readonly type: FieldType
  readonly maxLength: number
  /** The table a reference points into. */
  readonly reference?: string
  /** Values come from sys_choice; others are dropped on writing. */
  readonly choice?: boolean
  /** The choices of this field depend on the value of that one. */
  readonly dependsOn?: string
  readonly initial?: string
  readonly mandatory?: boolean
  /** Only the instance itself writes it. */
  readonly readOnly?: boolean
}

export interface TableDefinition {
  readonly name: string
  readonly label: string
  readonly extends?: string
  readonly fields: readonly Field[]
  readonly numberPrefix?: string
  /** The column a reference to this table shows. */
  readonly display?: string
  /** The order of keys in an answer; columns not named follow in the order of definition. */
  readonly wireOrder?: readonly string[]
}

type Extra = Partial<Omit<Field, 'name' | 'label' | 'type'>>

export function text(name: string, label: string, maxLength = 40, extra: Extra = {}): Field {
  return { name, label, type: 'string', maxLength, ...extra }
}
export function choice(name: string, label: string, extra: Extra = {}): Field {
  return { name, label, type: 'string', maxLength: 40, choice: true, ...extra }
}
export function integerChoice(name: string, label: string, extra: Extra = {}): Field {
  return { name, label, type: 'integer', maxLength: 40, choice: true, ...extra }
}
export function integer(name: string, label: string, extra: Extra = {}): Field {
  return { name, label, type: 'integer', maxLength: 40, ...extra }
}
export function flag(name: string, label: string, initial = 'false', extra: Extra = {}): Field {
  return { name, label, type: 'boolean', maxLength: 40, initial, ...extra }
}
export function time(name: string, label: string, extra: Extra = {}): Field {
  return { name, label, type: 'glide_date_time', maxLength: 40, ...extra }
}
export function duration(name: string, label: string): Field {
  return { name, label, type: 'glide_duration', maxLength: 40 }
}
export function list(name: string, label: string, reference: string): Field {
  return { name, label, type: 'glide_list', maxLength: 4000, reference }
}
export function ref(name: string, label: string, reference: string, extra: Extra = {}): Field {
  return { name, label, type: 'reference', maxLength: 32, reference, ...extra }
}
export function typed(name: string, label: string, type: FieldType, maxLength = 4000): Field {
  return { name, label, type, maxLength }
}

/** What every record of every table has; kept by the instance, never by a caller. */
export const SYSTEM_FIELDS: readonly Field[] = [
  time('sys_updated_on', 'Updated', { readOnly: true }),
  text('sys_updated_by', 'Updated by', 40, { readOnly: true }),
  time('sys_created_on', 'Created', { readOnly: true }),
  text('sys_created_by', 'Created by', 40, { readOnly: true }),
  { name: 'sys_id', label: 'Sys ID', type: 'GUID', maxLength: 32, readOnly: true },
  integer('sys_mod_count', 'Updates', { readOnly: true, initial: '0' }),
  text('sys_tags', 'Tags', 40, { readOnly: true }),
]

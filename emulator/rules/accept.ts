import type { Actor } from '../actor.ts'
import { parseStamp } from '../clock.ts'
import { inZone, offsetAt } from '../display/time-zone.ts'
import type { Field } from '../store/schema.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import type { Database } from '../store/database.ts'
import { isClosed } from './access-controls.ts'
import type { ChoiceLists } from './choice-lists.ts'

export interface Acceptance {
  readonly database: Database
  readonly choices: ChoiceLists
  readonly actor: Actor
  /** sysparm_input_display_value: labels, display names and local times instead of stored values. */
  readonly takesDisplayValues: boolean
}

/**
 * What of the caller's values is taken: unknown columns, columns only the instance writes, and choices
 * that do not exist are left out without a word, and long text is cut. `before` is the row as it stands.
 */
export function accept(
  table: Table,
  input: Readonly<Record<string, unknown>>,
  before: Readonly<Row>,
  how: Acceptance,
): Row {
  const taken: Row = {}
  for (const [name, given] of Object.entries(input)) {
    const field = table.columns.get(name)
    if (field === undefined || field.readOnly === true) continue
    if (isClosed(how.database, how.actor, table, 'write', name)) continue
    const value = stored(field, table, asText(given), how)
    if (value !== null) taken[name] = value
  }
  return withoutForeignChoices(table, taken, before, how.choices)
}

/** A value as a caller may write it: text, number, true or false, null, or `{ value }` of a reference. */
function asText(given: unknown): string {
  if (typeof given === 'string') return given
  if (typeof given === 'number' || typeof given === 'boolean') return String(given)
  if (given === null || given === undefined) return ''
  if (Array.isArray(given)) return given.map(asText).join(',')
  if (typeof given !== 'object') return ''
  const { value, display_value: display } = { value: undefined, display_value: undefined, ...given }
  return asText(value ?? display ?? '')
}

function stored(field: Field, table: Table, given: string, how: Acceptance): string | null {
  const value = how.takesDisplayValues ? fromDisplay(field, table, given, how) : given
  switch (field.type) {
    case 'integer':
      return value === '' || /^-?\d{1,15}$/.test(value) ? value : null
    case 'boolean':
      return value === 'true' || value === '1' ? 'true' : 'false'
    case 'glide_date_time':
      return toStamp(value)
    case 'string':
    case 'GUID':
    case 'reference':
      // Columns up to 255 are varchar and cut; wider ones are mediumtext, whose length nobody enforces.
      return field.maxLength <= 255 ? value.slice(0, field.maxLength) : value
    case 'glide_duration':
    case 'glide_list':
    case 'journal_input':
    case 'journal_list':
    case 'sys_class_name':
    case 'domain_id':
    case 'password2':
    case 'user_input':
      return value
    default:
      return field.type satisfies never
  }
}

function toStamp(value: string): string | null {
  const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d))?/.exec(value)
  if (value === '') return ''
  if (match === null) return null
  const text = `${match[1] ?? ''} ${match[2] ?? '00:00:00'}`
  return Number.isNaN(parseStamp(text)) ? null : text
}

function fromDisplay(field: Field, table: Table, given: string, how: Acceptance): string {
  if (field.choice === true) {
    return how.choices.of(table, field.name).find((one) => one.label === given)?.value ?? given
  }
  if (field.type === 'glide_date_time' && given !== '') {
    const local = parseStamp(toStamp(given) ?? '')
    if (Number.isNaN(local)) return given
    return inZone(local - offsetAt(how.actor.timeZone, local), 'UTC')
  }
  if (field.type !== 'reference' || /^[0-9a-f]{32}$/.test(given)) return given
  const target = how.database.table(field.reference ?? '')
  for (const column of ['user_name', 'name', 'number']) {
    const [found] = target?.withValue(column, given) ?? []
    if (found !== undefined) return found['sys_id'] ?? given
  }
  return given
}

/** A choice that the field does not offer is dropped; so is one that belongs to another category. */
function withoutForeignChoices(
  table: Table,
  taken: Row,
  before: Readonly<Row>,
  choices: ChoiceLists,
): Row {
  const kept: Row = {}
  for (const [name, value] of Object.entries(taken)) {
    const field = table.columns.get(name)
    const offered = field?.choice === true && value !== '' ? choices.of(table, name) : []
    const master = field?.dependsOn
    const wants = master === undefined ? '' : (taken[master] ?? before[master] ?? '')
    const fits = offered.some(
      (one) => one.value === value && (master === undefined || one.dependentValue === wants),
    )
    if (offered.length === 0 || fits) kept[name] = value
  }
  return kept
}

import type { Actor } from '../actor.ts'
import { parseStamp } from '../clock.ts'
import type { Instance } from '../instance.ts'
import type { Reader } from '../query/compile.ts'
import type { Row } from '../store/sorted-rows.ts'
import { shownTime } from './date-format.ts'
import { journalText } from './journal.ts'

/** What a person sees in place of the stored value: labels, names, times in their own zone. */
export function displayValue(instance: Instance, actor: Actor, column: Reader, row: Row): string {
  const value = column.read(row)
  const { field, type } = column
  if (type === 'journal_input' || type === 'journal_list') {
    return journalText(instance, actor, row, field.name)
  }
  if (value === '') return ''
  if (field.choice === true) return choiceLabel(instance, column, row, value)
  switch (type) {
    case 'reference':
      return instance.database.displayOf(field.reference ?? '', value)
    case 'glide_list':
      return value
        .split(',')
        .map((one) => instance.database.displayOf(field.reference ?? '', one))
        .join(', ')
    case 'glide_date_time':
      return shownTime(parseStamp(value), actor)
    case 'glide_duration':
      return durationText(value)
    case 'sys_class_name':
      return instance.database.table(value)?.definition.label ?? value
    case 'password2':
      return ''
    case 'string':
    case 'integer':
    case 'boolean':
    case 'GUID':
    case 'domain_id':
    case 'user_input':
      return value
    default:
      return type satisfies never
  }
}

/** A task read through `task` still shows the label that its own class gives the state. */
function choiceLabel(instance: Instance, column: Reader, row: Row, value: string): string {
  const own = instance.database.table(row['sys_class_name'] ?? '')
  const isOwn =
    own?.lineage().includes(column.table) === true && column.read(row) === row[column.field.name]
  return instance.choices.labelOf(isOwn ? own : column.table, column.field.name, value)
}

/** Durations are stored as a time since 1970. */
function durationText(value: string): string {
  const minutes = Math.floor(parseStamp(value) / 60_000)
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), 'Day'],
    [Math.floor(minutes / 60) % 24, 'Hour'],
    [minutes % 60, 'Minute'],
  ]
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
    .join(' ')
}

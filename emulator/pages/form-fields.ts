import { displayValue } from '../display/display-value.ts'
import { reader } from '../query/compile.ts'
import { mayWrite } from '../rules/rights.ts'
import { isPriorityComputed } from '../rules/priority.ts'
import type { Field } from '../store/schema.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import { html, type Markup } from './html.ts'
import type { Visit } from './layout.ts'

export interface Form {
  readonly visit: Visit
  readonly table: Table
  readonly row: Row
  readonly isNew: boolean
}

/** One labelled field, to write into where the person may and the instance does not compute it. */
export function fieldOf(form: Form, name: string): Markup | null {
  const field = form.table.columns.get(name)
  if (field === undefined) return null
  const control = isReadOnly(form, field) ? readOnly(form, field) : editable(form, field)
  return html`<div class="field ${field.name}">
    <label for="${name}">${field.label}</label>${control}
  </div>`
}

function isReadOnly({ visit, table, isNew }: Form, field: Field): boolean {
  if (field.readOnly === true || field.name === 'number') return true
  if (field.type === 'glide_date_time' && field.name !== 'u_expires') return true
  if (field.name === 'opened_by' || field.name === 'resolved_by') return true
  if (field.name === 'client_id' && !isNew) return true
  if (field.name === 'priority' && isPriorityComputed(table.name)) return true
  return !mayWrite(visit.actor, table, isNew ? 'Insert' : 'Update')
}

function readOnly({ visit, table, row }: Form, { name }: Field): Markup {
  const column = reader(visit.instance.database, table, name)
  const shown = column === null ? '' : displayValue(visit.instance, visit.actor, column, row)
  return html`<input id="${name}" value="${shown}" readonly />`
}

function editable(form: Form, field: Field): Markup {
  const { row } = form
  const value = row[field.name] ?? ''
  // Only what differs from this is taken: a form left open must not undo what others did meanwhile.
  const original = html`<input
    type="hidden"
    name="was.${field.name}"
    value="${form.isNew ? '' : value}"
  />`
  return html`${control(form, field, value)}${original}`
}

function control(form: Form, field: Field, value: string): Markup {
  const { name } = field
  const choices = options(form, field)
  if (choices !== null) {
    return html`<select id="${name}" name="${name}">
      ${choices.map(
        ([option, label]) =>
          html`<option value="${option}" ${option === value ? html` selected` : null}>
            ${label}
          </option>`,
      )}
    </select>`
  }
  if (field.maxLength > 255) {
    const rows = /description|notes|plan/.test(name) ? 4 : 2
    return html`<textarea id="${name}" name="${name}" rows="${rows}">${value}</textarea>`
  }
  const hint = form.isNew ? HINTS[name] : undefined
  return html`<input
    id="${name}"
    name="${name}"
    value="${value}"
    maxlength="${field.maxLength}"
    placeholder="${hint ?? ''}"
  />`
}

const HINTS: Readonly<Record<string, string>> = {
  client_id: 'Generated if left empty',
  client_secret: 'Generated if left empty',
}

type Option = readonly [value: string, label: string]

/** What can be chosen; null where the field is typed into. */
function options(form: Form, field: Field): readonly Option[] | null {
  const { visit, table, row } = form
  if (field.type === 'boolean') {
    return [
      ['true', 'Yes'],
      ['false', 'No'],
    ]
  }
  if (field.choice === true) {
    const master = field.dependsOn === undefined ? undefined : (row[field.dependsOn] ?? '')
    const offered = visit.instance.choices
      .of(table, field.name)
      .filter((one) => master === undefined || one.dependentValue === master)
    const none: readonly Option[] = MUST_HAVE.has(field.name) ? [] : [['', '-- None --']]
    const listed: Option[] = [...none, ...offered.map((one): Option => [one.value, one.label])]
    const value = row[field.name] ?? ''
    return listed.some(([known]) => known === value) ? listed : [...listed, [value, value]]
  }
  if (field.type !== 'reference') return null
  const target = visit.instance.database.table(field.reference ?? '')
  if (target === undefined || !['sys_user', 'sys_user_group'].includes(target.name)) return null
  const people = [...target.rows()].filter((one) => one['active'] === 'true').slice(0, 500)
  const named = people.map((one): Option => [one['sys_id'] ?? '', one['name'] ?? ''])
  return [['', '-- None --'], ...named.toSorted((a, b) => a[1].localeCompare(b[1]))]
}

const MUST_HAVE = new Set(['state', 'impact', 'urgency', 'priority', 'scope_restriction', 'type'])

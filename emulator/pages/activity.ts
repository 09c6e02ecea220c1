import { displayValue } from '../display/display-value.ts'
import { journalOf } from '../display/journal.ts'
import { shownTime } from '../display/date-format.ts'
import { parseStamp } from '../clock.ts'
import { reader } from '../query/compile.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Form } from './form-fields.ts'
import { html, type Markup } from './html.ts'

interface Entry {
  readonly stamp: string
  readonly at: string
  readonly by: string
  readonly kind: string
  readonly label: string
  readonly lines: readonly string[]
}

/** Notes and changes of a record, newest first. */
export function activity(form: Form): Markup | null {
  if (form.isNew) return null
  const { visit, row } = form
  const notes = journalOf(visit.instance, visit.actor, row).map(
    ({ element: kind, text, ...entry }): Entry => ({ ...entry, kind, lines: [text] }),
  )
  const entries = [...notes, ...changesOf(form)].toSorted((a, b) =>
    a.stamp < b.stamp ? 1 : a.stamp > b.stamp ? -1 : 0,
  )
  const count = entries.length === 1 ? '1 entry' : `${entries.length} entries`
  return html`<h3>Activities: ${count}</h3>
    <ol class="activity">
      ${entries.map(drawn)}
    </ol>`
}

function drawn({ at, by, kind, label, lines }: Entry): Markup {
  return html`<li class="${kind}">
    <div class="who"><strong>${by}</strong><span>${label} · ${at}</span></div>
    ${lines.map((line) => html`<p>${line}</p>`)}
  </li>`
}

/** What was changed together is shown together. */
function changesOf(form: Form): Entry[] {
  const { visit, row } = form
  const audits = visit.instance.database
    .must('sys_audit')
    .withValue('documentkey', row['sys_id'] ?? '')
  const together = Object.groupBy(
    [...(audits ?? [])],
    (one) => `${one['sys_created_on'] ?? ''}|${one['sys_created_by'] ?? ''}`,
  )
  return Object.entries(together).map(([key, group = []]) => {
    const [stamp = '', userName = ''] = key.split('|')
    const [user] = visit.instance.database.must('sys_user').withValue('user_name', userName) ?? []
    return {
      stamp,
      at: shownTime(parseStamp(stamp), visit.actor),
      by: user?.['name'] ?? userName,
      kind: 'changes',
      label: 'Field changes',
      lines: group.map((one) => sentence(form, one)),
    }
  })
}

function sentence({ visit, table }: Form, change: Row): string {
  const field = change['fieldname'] ?? ''
  const column = reader(visit.instance.database, table, field)
  const shown = (value: string): string => {
    const row = { [field]: value, sys_class_name: table.name }
    const text = column === null ? value : displayValue(visit.instance, visit.actor, column, row)
    return text === '' ? '(empty)' : text
  }
  const label = table.columns.get(field)?.label ?? field
  return `${label}: ${shown(change['newvalue'] ?? '')} was ${shown(change['oldvalue'] ?? '')}`
}

import { journalOf } from '../display/journal.ts'
import type { Form } from './form-fields.ts'
import { html, type Markup } from './html.ts'

/** The notes of a record, newest first. */
export function activity({ visit, row, isNew }: Form): Markup | null {
  if (isNew) return null
  const entries = journalOf(visit.instance, visit.actor, row)
  const items = entries.map(
    (entry) =>
      html`<li class="${entry.element}">
        <div class="who"><strong>${entry.by}</strong><span>${entry.label} · ${entry.at}</span></div>
        <p>${entry.text}</p>
      </li>`,
  )
  const count = entries.length === 1 ? '1 entry' : `${entries.length} entries`
  return html`<h3>Activities: ${count}</h3>
    <ol class="activity">
      ${items}
    </ol>`
}

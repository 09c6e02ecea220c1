import { tableNamed } from '../api/call.ts'
import { html, redirect, type Incoming, type Reply } from '../http.ts'
import { hasRole } from '../actor.ts'
import { Refusal } from '../refusal.ts'
import { isTask, mayWrite, mustBeReadable } from '../rules/rights.ts'
import type { Row } from '../store/sorted-rows.ts'
import { activity } from './activity.ts'
import { attachmentsOf } from './attachments.ts'
import { fieldOf, type Form } from './form-fields.ts'
import { formLayout } from '../data/form-layout.ts'
import { html as markup, type Markup } from './html.ts'
import { inside, type Visit } from './layout.ts'
import { plural } from './list-page.ts'
import { listOf } from './navigator.ts'

/** /{table}.do?sys_id=…: one record, or with −1 a new one. */
export function formPage(visit: Visit, incoming: Incoming, tableName: string): Reply {
  const form = formFor(visit, tableName, incoming.query.get('sys_id') ?? '-1')
  return html(drawn(form, '', incoming.query.get('saved') === '1'))
}

/** Saves what was changed on the form. Refused, it is shown again as it was filled in. */
export function saveForm(visit: Visit, incoming: Incoming, tableName: string): Reply {
  const posted = new URLSearchParams(incoming.body)
  if (posted.get('sysparm_ck') !== visit.session.ck) throw new Refusal(403, 'The form has expired')
  const form = formFor(visit, tableName, posted.get('sys_id') ?? '-1')
  const changes = changesIn(form, posted)
  try {
    const { instance, actor } = visit
    if (posted.get('sysverb') === 'delete' && !form.isNew) {
      instance.delete(actor, form.table, form.row)
      return redirect(listOf(form.table.name))
    }
    const saved = form.isNew
      ? instance.insert(actor, form.table, changes)
      : instance.update(actor, form.table, form.row, changes)
    const back = `/${form.table.name}.do?sys_id=${saved['sys_id'] ?? ''}&saved=1`
    const leaves = posted.get('sysverb') === 'update' && form.table.name !== 'oauth_entity'
    return redirect(leaves ? listOf(form.table.name) : back)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const filledIn = { ...form, row: { ...form.row, ...changes } }
    return html(drawn(filledIn, error.detail ?? error.message, false), 200)
  }
}

function changesIn(form: Form, posted: URLSearchParams): Row {
  const changes: Row = {}
  for (const [name, value] of posted) {
    if (!form.table.columns.has(name)) continue
    // A browser sends line ends as CRLF, whatever they were.
    const text = value.replaceAll('\r\n', '\n')
    const was = posted.get(`was.${name}`)?.replaceAll('\r\n', '\n')
    if (text !== (was ?? '')) changes[name] = text
  }
  return changes
}

function formFor(visit: Visit, tableName: string, sysId: string): Form {
  const table = tableNamed(visit.instance, tableName)
  const isNew = sysId === '-1'
  if (isNew) return { visit, table, row: table.blank(), isNew }
  const isReadable = mustBeReadable(visit.instance.database, visit.actor, table) === 'rows'
  const found = isReadable ? visit.instance.database.find(table, sysId) : null
  const isHidden = visit.instance.hidden.has(sysId) && !hasRole(visit.actor, 'admin')
  if (found === null || isHidden) throw new Refusal(404, 'Record not found')
  return { visit, table: found.table, row: found.row, isNew }
}

function drawn(form: Form, error: string, isSaved: boolean): string {
  const { visit, table, row, isNew } = form
  const layout = formLayout(table)
  const fields = (names: readonly string[]): Markup[] =>
    names.flatMap((name) => fieldOf(form, name) ?? [])
  const name = row['number'] ?? row['name'] ?? row['label'] ?? ''
  const title = isNew ? `New ${table.definition.label}` : name
  const body = markup`
    <form method="post" action="/${table.name}.do" class="record">
      <div class="bar">
        <div>
          <p class="crumbs"><a href="${listOf(table.name)}">${plural(table.definition.label)}</a></p>
          <h1>${title === '' ? table.definition.label : title}</h1>
        </div>
        ${buttons(form)}
      </div>
      ${error === '' ? null : markup`<p class="error" role="alert">${error}</p>`}
      ${isSaved ? markup`<p class="saved" role="status">Saved</p>` : null}
      <input type="hidden" name="sysparm_ck" value="${visit.session.ck}">
      <input type="hidden" name="sys_id" value="${isNew ? '-1' : (row['sys_id'] ?? '')}">
      <div class="columns"><div>${fields(layout.left)}</div><div>${fields(layout.right)}</div></div>
      <div class="wide">${fields(layout.wide)}</div>
      ${section('Resolution', layout.closing.length === 0 ? [] : fields(layout.closing))}
      ${attachmentsOf(form)}
      ${isTask(table) ? notes(form) : null}
    </form>`
  return inside(visit, title, body)
}

function section(title: string, fields: readonly Markup[]): Markup | null {
  if (fields.length === 0) return null
  return markup`<section class="wide"><h2>${title}</h2>${fields}</section>`
}

function buttons({ visit, table, isNew }: Form): Markup | null {
  if (!mayWrite(visit.actor, table, isNew ? 'Insert' : 'Update')) return null
  if (isNew) {
    return markup`<div class="buttons"><button class="primary" name="sysverb" value="insert">Submit</button></div>`
  }
  const canDelete = mayWrite(visit.actor, table, 'Delete')
  return markup`<div class="buttons">
    ${canDelete ? markup`<button name="sysverb" value="delete">Delete</button>` : null}
    <button name="sysverb" value="save">Save</button>
    <button class="primary" name="sysverb" value="update">Update</button>
  </div>`
}

function notes(form: Form): Markup {
  const canWrite = mayWrite(form.visit.actor, form.table, form.isNew ? 'Insert' : 'Update')
  const inputs = markup`
    <div class="field"><label for="work_notes">Work notes</label>
      <textarea id="work_notes" name="work_notes" rows="3"></textarea></div>
    <div class="field"><label for="comments">Additional comments</label>
      <textarea id="comments" name="comments" rows="2"></textarea></div>`
  return markup`<section class="wide notes"><h2>Notes</h2>${canWrite ? inputs : null}${activity(form)}</section>`
}

import type { Incoming, Reply } from '../http.ts'
import { Refusal } from '../refusal.ts'
import { bytesOf, downloadHeaders, mayReadFile } from '../rules/files.ts'
import type { Form } from './form-fields.ts'
import { html, type Markup } from './html.ts'
import type { Visit } from './layout.ts'

/** The files of a record, to be downloaded; nothing where it has none. */
export function attachmentsOf({ visit, row, isNew }: Form): Markup | null {
  const attached = visit.instance.database
    .must('sys_attachment')
    .withValue('table_sys_id', row['sys_id'] ?? '')
  const files = isNew
    ? []
    : [...(attached ?? [])].filter((file) => mayReadFile(visit.instance, visit.actor, file))
  if (files.length === 0) return null
  return html`<section class="wide">
    <h2>Attachments (${files.length})</h2>
    <ul class="attachments">
      ${files.map(
        (file) =>
          html`<li>
            <a href="/sys_attachment.do?sys_id=${file['sys_id'] ?? ''}"
              >${file['file_name'] ?? ''}</a
            >
            <span>${sizeOf(Number(file['size_bytes']))}</span>
          </li>`,
      )}
    </ul>
  </section>`
}

/** /sys_attachment.do?sys_id=…: the file itself. */
export function downloadPage({ instance, actor }: Visit, incoming: Incoming): Reply {
  const file = instance.database.must('sys_attachment').get(incoming.query.get('sys_id') ?? '')
  if (file === undefined || !mayReadFile(instance, actor, file)) {
    throw new Refusal(404, 'Record not found')
  }
  return { status: 200, headers: downloadHeaders(file), body: bytesOf(instance, file) }
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  return bytes < 1_048_576
    ? `${(bytes / 1024).toFixed(1)} KB`
    : `${(bytes / 1_048_576).toFixed(1)} MB`
}

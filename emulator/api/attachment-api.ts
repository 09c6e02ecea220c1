import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

import { shaper } from '../display/shape.ts'
import { header, type Reply } from '../http.ts'
import { operationFailed, Refusal } from '../refusal.ts'
import { bytesOf, downloadHeaders, headerText, mayReadFile } from '../rules/files.ts'
import { mayWrite } from '../rules/rights.ts'
import type { Row } from '../store/sorted-rows.ts'
import { answer } from './answers.ts'
import { tableNamed, wholeNumber, type Call } from './call.ts'
import { partsOf } from './multipart.ts'
import { pageSeen, rowSeen } from './reading.ts'
import { methodNotSupported, recordNotFound } from './refusals.ts'
import { askedQuery } from './table-api.ts'

/** `/attachment`: files of records. Reading one takes the right to read its record. */
export function attachmentApi(call: Call): Reply {
  const [, what, more] = call.parts
  const isRead = call.method === 'GET' || call.method === 'HEAD'
  if (what === undefined && isRead) return list(call)
  if (call.method === 'POST' && more === undefined) {
    if (what === 'file') return postFile(call)
    if (what === 'upload') return upload(call)
  }
  if (what === undefined || what === 'file' || what === 'upload') throw methodNotSupported()
  const row = existing(call, what)
  if (isRead) rowSeen(call, row)
  if (more === 'file' && isRead) return download(call, row)
  if (more !== undefined) throw new Refusal(400, 'Requested URI does not represent any resource')
  if (isRead) return answer(200, { result: metadata(call, row) })
  if (call.method !== 'DELETE') throw methodNotSupported()
  mustBeWritable(call, row['table_name'] ?? '')
  call.instance.deleteUnchecked(attachments(call), row)
  return answer(204, undefined)
}

function list(call: Call): Reply {
  const table = attachments(call)
  const { query } = call.incoming
  const limit = wholeNumber(query.get('sysparm_limit'), 1000)
  const offset = wholeNumber(query.get('sysparm_offset'), 0)
  const page = pageSeen(call, table, askedQuery(call, table), offset, limit)
  const visible = page.rows.filter((row) => mayReadFile(call.instance, call.actor, row))
  const headers = { 'X-Total-Count': String(page.total) }
  return answer(200, { result: visible.map((row) => metadata(call, row)) }, headers)
}

function postFile(call: Call): Reply {
  const { incoming } = call
  const fileName = incoming.query.get('file_name') ?? ''
  const type = header(incoming, 'content-type') || 'application/octet-stream'
  const { query } = incoming
  const bytes = incoming.bytes ?? Buffer.from(incoming.body)
  const target = { table: query.get('table_name') ?? '', sysId: query.get('table_sys_id') ?? '' }
  return keep(call, target, fileName, type, bytes)
}

function upload(call: Call): Reply {
  const { incoming } = call
  const parts = partsOf(
    header(incoming, 'content-type'),
    incoming.bytes ?? Buffer.from(incoming.body),
  )
  const file = parts.find((part) => part.fileName !== '')
  const field = (name: string): string =>
    parts.find((part) => part.name === name && part.fileName === '')?.bytes.toString() ?? ''
  if (file === undefined) throw new Refusal(400, 'Failed to create the attachment. No file found.')
  const target = { table: field('table_name'), sysId: field('table_sys_id') }
  return keep(call, target, file.fileName, file.contentType, file.bytes)
}

interface Target {
  readonly table: string
  readonly sysId: string
}

function keep(call: Call, target: Target, fileName: string, type: string, bytes: Buffer): Reply {
  if (fileName === '' || target.table === '' || target.sysId === '') {
    // The words of a real instance are not known; the shape is.
    const detail = 'table_name, table_sys_id and file_name are required'
    throw new Refusal(400, 'Missing required parameter', detail)
  }
  const { instance, actor, incoming } = call
  const table = tableNamed(instance, target.table)
  mustBeWritable(call, table.name)
  if (instance.database.find(table, target.sysId) === null) throw recordNotFound()
  const row = instance.insertUnchecked(actor, attachments(call), {
    table_name: target.table,
    table_sys_id: target.sysId,
    file_name: fileName,
    content_type: type.split(';')[0] ?? '',
    size_bytes: String(bytes.length),
    size_compressed: String(gzipSync(bytes, { level: 1 }).length),
    compressed: 'true',
    state: 'available',
    hash: createHash('sha256').update(bytes).digest('hex'),
    chunk_size_bytes: '700000',
  })
  instance.files.set(row['sys_id'] ?? '', bytes)
  const location = `${incoming.origin}${call.prefix}/attachment/${row['sys_id'] ?? ''}`
  // Recorded answers say so to whoever has just sent a file; a read afterwards says "available".
  const made = { ...metadata(call, row), state: 'pending' }
  return answer(201, { result: made }, { Location: location })
}

function download(call: Call, row: Row): Reply {
  const base = answer(200, undefined)
  const about = { 'X-Attachment-Metadata': headerText(JSON.stringify(metadata(call, row))) }
  return {
    ...base,
    headers: { ...base.headers, ...downloadHeaders(row), ...about },
    body: bytesOf(call.instance, row),
  }
}

function metadata(call: Call, row: Row): Record<string, unknown> {
  const { instance, actor, incoming, prefix } = call
  const shape = shaper(instance, actor, attachments(call), {
    mode: 'false',
    excludesLinks: true,
    fields: null,
    base: '',
  })
  const link = `${incoming.origin}${prefix}/attachment/${row['sys_id'] ?? ''}/file`
  return { ...shape(row), download_link: link }
}

function existing(call: Call, sysId: string): Row {
  const row = attachments(call).get(sysId)
  if (row === undefined || !mayReadFile(call.instance, call.actor, row)) throw recordNotFound()
  return row
}

function mustBeWritable({ instance, actor }: Call, tableName: string): void {
  const table = instance.database.table(tableName)
  if (table !== undefined && mayWrite(actor, table, 'Update')) return
  throw operationFailed('ACL Exception Insert Failed due to security constraints')
}

function attachments(call: Call) {
  return call.instance.database.must('sys_attachment')
}

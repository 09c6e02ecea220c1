import type { Actor } from '../actor.ts'
import { hasRole } from '../actor.ts'
import type { Instance } from '../instance.ts'
import type { Row } from '../store/sorted-rows.ts'
import { reading } from './rights.ts'

/** Reading a file takes the right to read its record. */
export function mayReadFile(instance: Instance, actor: Actor, file: Row): boolean {
  const table = instance.database.table(file['table_name'] ?? '')
  if (table === undefined || reading(actor, table) !== 'rows') return false
  return !instance.hidden.has(file['table_sys_id'] ?? '') || hasRole(actor, 'admin')
}

export function bytesOf(instance: Instance, file: Row): Buffer {
  return instance.files.get(file['sys_id'] ?? '') ?? Buffer.alloc(0)
}

/** How a download is sent: as a file, never as a page of the instance. */
export function downloadHeaders(file: Row): Record<string, string> {
  const name = (file['file_name'] ?? '').replaceAll(/["\\\r\n]/g, '_')
  const type = file['content_type'] ?? ''
  return {
    'Content-Type': headerText(type === '' ? 'application/octet-stream' : type),
    'Content-Disposition': `attachment;filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`,
    'X-Content-Type-Options': 'nosniff',
  }
}

/** A header takes Latin letters only. */
export function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?')
}

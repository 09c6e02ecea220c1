import { newSysId } from '../store/database.ts'
import type { Row } from '../store/sorted-rows.ts'
import { isA, type Change } from './change.ts'

/** The fields whose history people want to see; auditing all of them would outgrow the records. */
const AUDITED = new Set([
  'state',
  'priority',
  'impact',
  'urgency',
  'assignment_group',
  'assigned_to',
  'short_description',
  'close_code',
])

/** Keeps what each audited field was before, as sys_audit does. */
export function audit({ table, database, actor, now, before }: Change, changes: Row): void {
  if (before === null || !isA(table, 'task')) return
  const audits = database.must('sys_audit')
  for (const [field, value] of Object.entries(changes)) {
    if (!AUDITED.has(field)) continue
    const entry = Object.assign(audits.blank(), {
      sys_id: newSysId(),
      tablename: table.name,
      documentkey: before['sys_id'] ?? '',
      fieldname: field,
      oldvalue: before[field] ?? '',
      newvalue: value,
      sys_created_on: now,
      sys_updated_on: now,
      sys_created_by: actor.userName,
      sys_updated_by: actor.userName,
    })
    audits.insert(entry)
  }
}

import { hasRole, type Actor } from '../actor.ts'
import { operationFailed, Refusal } from '../refusal.ts'
import { isClosed } from './access-controls.ts'
import { isA } from './change.ts'
import type { Database } from '../store/database.ts'
import type { Table } from '../store/table.ts'

export type Reading = 'rows' | 'nothing' | 'refused'

/** Tables anybody who is logged in reads, and those that are answered as empty to all but admin. */
const OPEN = new Set([
  'sys_choice',
  'sys_user',
  'sys_user_group',
  'sys_user_grmember',
  'core_company',
  'cmn_location',
])
const ADMIN_ONLY = new Set(['sys_dictionary', 'sys_properties', 'sys_audit', 'oauth_entity'])

/** What a read of the table comes to. A missing right shows as "no rows" far more often than as an error. */
export function reading(actor: Actor, table: Table): Reading {
  if (hasRole(actor, 'admin') || OPEN.has(table.name)) return 'rows'
  if (ADMIN_ONLY.has(table.name)) return 'nothing'
  if (hasRole(actor, 'itil')) return 'rows'
  return table.name === 'sys_db_object' ? 'refused' : 'nothing'
}

export function mustBeReadable(database: Database, actor: Actor, table: Table): Reading {
  if (isClosed(database, actor, table, 'read')) return 'nothing'
  const outcome = reading(actor, table)
  if (outcome === 'refused') throw new Refusal(403, 'Insufficient rights to query records')
  return outcome
}

export type Action = 'Insert' | 'Update' | 'Delete'

/** itil works on tasks and configuration items but deletes none; all else is the administrator's. */
export function mayWrite(actor: Actor, table: Table, action: Action): boolean {
  if (hasRole(actor, 'admin')) return true
  const isWork = isTask(table) || isA(table, 'cmdb_ci')
  return action !== 'Delete' && isWork && hasRole(actor, 'itil')
}

const OPERATIONS = { Insert: 'create', Update: 'write', Delete: 'delete' } as const

export function mustBeWritable(
  database: Database,
  actor: Actor,
  table: Table,
  action: Action,
): void {
  const isOpen = !isClosed(database, actor, table, OPERATIONS[action])
  if (isOpen && mayWrite(actor, table, action)) return
  throw operationFailed(`ACL Exception ${action} Failed due to security constraints`)
}

export function isTask(table: Table): boolean {
  return isA(table, 'task')
}

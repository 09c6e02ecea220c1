import { hasRole, type Actor } from '../actor.ts'
import type { Database } from '../store/database.ts'
import type { Table } from '../store/table.ts'

export type Access = 'read' | 'write' | 'create' | 'delete'

interface Rules {
  readonly version: number
  /** Roles by `operation table` or `operation table.field`; any one of them opens it. */
  readonly roles: ReadonlyMap<string, readonly string[]>
}

const known = new WeakMap<Database, Rules>()

/**
 * Whether a rule of sys_security_acl closes a table, or one field of it, to this user. What no rule
 * speaks of is as shipped; a rule for a table holds for those that extend it, unless they have one.
 */
export function isClosed(
  database: Database,
  actor: Actor,
  table: Table,
  operation: Access,
  field = '',
): boolean {
  const rules = database.must('sys_security_acl')
  if (rules.size === 0 || hasRole(actor, 'admin')) return false
  const { roles } = current(database)
  const suffix = field === '' ? '' : `.${field}`
  for (const { name } of table.lineage()) {
    const needed = roles.get(`${operation} ${name}${suffix}`)
    if (needed !== undefined) return !needed.some((role) => actor.roles.has(role))
  }
  return false
}

function current(database: Database): Rules {
  const table = database.must('sys_security_acl')
  const last = known.get(database)
  if (last?.version === table.version) return last
  const roles = new Map<string, readonly string[]>()
  for (const row of table.rows()) {
    if (row['active'] !== 'true') continue
    const needed = (row['roles'] ?? '').split(',').filter((role) => role !== '')
    roles.set(`${row['operation'] ?? ''} ${row['name'] ?? ''}`, needed)
  }
  const read = { version: table.version, roles }
  known.set(database, read)
  return read
}

import type { Row } from '../store/sorted-rows.ts'
import type { Change } from './change.ts'

/** A person's name is put together from its parts. */
export function nameUser({ table, after }: Change): void {
  if (table.name !== 'sys_user') return
  const name = [after['first_name'], after['last_name']].filter((part) => part !== '').join(' ')
  if (name !== '') after['name'] = name
}

/** Who is given a role has it from then on. */
export function grantRole(change: Change): void {
  const given = givenBy(change)
  if (given === null || given.roles.includes(given.role)) return
  writeRoles(change, given.user, [...given.roles, given.role])
}

export function withdrawRole(change: Change): void {
  const given = givenBy(change)
  if (given === null) return
  const left = given.roles.filter((role) => role !== given.role)
  writeRoles(change, given.user, left)
}

interface Given {
  readonly user: Row
  readonly roles: readonly string[]
  readonly role: string
}

function givenBy({ table, database, after }: Change): Given | null {
  if (table.name !== 'sys_user_has_role') return null
  const user = database.must('sys_user').get(after['user'] ?? '')
  const role = database.must('sys_user_role').get(after['role'] ?? '')?.['name'] ?? ''
  if (user === undefined || role === '') return null
  return { user, role, roles: (user['roles'] ?? '').split(',').filter((one) => one !== '') }
}

function writeRoles({ database }: Change, user: Row, roles: readonly string[]): void {
  database.must('sys_user').update(user, { roles: roles.join(',') })
}

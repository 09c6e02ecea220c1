import type { Database } from './store/database.ts'
import type { Row } from './store/sorted-rows.ts'

/** Who is asking: a user of the instance, whichever way they logged in. */
export interface Actor {
  readonly userId: string
  readonly userName: string
  readonly name: string
  readonly roles: ReadonlySet<string>
  readonly timeZone: string
  /** As Java writes them: `dd/MM/yyyy`, `hh:mm:ss a`. */
  readonly dateFormat: string
  readonly timeFormat: string
}

export function actorOf(user: Row): Actor {
  return {
    userId: user['sys_id'] ?? '',
    userName: user['user_name'] ?? '',
    name: user['name'] ?? '',
    roles: new Set((user['roles'] ?? '').split(',').filter((role) => role !== '')),
    timeZone: user['time_zone'] === '' ? 'UTC' : (user['time_zone'] ?? 'UTC'),
    dateFormat: (user['date_format'] ?? '') || 'yyyy-MM-dd',
    timeFormat: (user['time_format'] ?? '') || 'HH:mm:ss',
  }
}

export function userNamed(database: Database, userName: string): Row | undefined {
  const [user] = database.must('sys_user').withValue('user_name', userName) ?? []
  return user?.['active'] === 'true' ? user : undefined
}

export function hasRole(actor: Actor, role: string): boolean {
  return actor.roles.has(role) || actor.roles.has('admin')
}

import type { Database } from '../store/database.ts'
import { put } from './describe.ts'
import type { Seed } from './seed.ts'
import { stableId } from './stable-id.ts'

export function addPeople(database: Database, now: string, seed: Seed): void {
  for (const user of seed.users) {
    const [first = '', ...last] = user.name.split(' ')
    put(database, 'sys_user', `sys_user:${user.userName}`, now, {
      user_name: user.userName,
      user_password: user.password,
      name: user.name,
      first_name: first,
      last_name: last.join(' '),
      email: `${user.userName}@example.com`,
      roles: user.roles.join(','),
      time_zone: user.timeZone ?? '',
    })
  }
  for (const name of seed.groups) {
    put(database, 'sys_user_group', `sys_user_group:${name}`, now, { name })
  }
  addRoles(database, now, seed)
  put(database, 'sys_scope', 'sys_scope:global', now, { name: 'Global', scope: 'global' })
  const global = { sys_id: 'global', name: 'global' }
  put(database, 'core_company', 'core_company:global', now, global)
}

/** Roles that rights depend on here, and a few that integrations give to users of their own. */
const ROLES = [
  'admin',
  'itil',
  'itil_admin',
  'import_transformer',
  'snc_basic_auth_api_access',
  'snc_platform_rest_api_access',
  'personalize_dictionary',
  'oauth_admin',
  'web_service_admin',
]

function addRoles(database: Database, now: string, seed: Seed): void {
  const names = new Set([...ROLES, ...seed.users.flatMap(({ roles }) => roles)])
  for (const name of names) put(database, 'sys_user_role', roleKey(name), now, { name })
  for (const { userName, roles } of seed.users) {
    const user = stableId(`sys_user:${userName}`)
    for (const name of roles) {
      const given = { user, role: stableId(roleKey(name)) }
      put(database, 'sys_user_has_role', `sys_user_has_role:${userName}.${name}`, now, given)
    }
  }
}

function roleKey(name: string): string {
  return `sys_user_role:${name}`
}

import type { Caller } from './caller.ts'
import { readJson } from './classify.ts'
import { parseRows } from './row.ts'

/**
 * The user_name behind the token, or null where it may not be known. The query is the instance's
 * own words; one that it did not understand would bring more than one user.
 */
export async function whoAmI(caller: Caller): Promise<string | null> {
  const answer = await caller.call({
    method: 'GET',
    path: '/api/now/table/sys_user',
    query: {
      sysparm_query: 'user_name=javascript:gs.getUserName()',
      sysparm_fields: 'user_name',
      sysparm_limit: '2',
    },
    priority: 'person',
  })
  const rows = parseRows(readJson(answer, 'GET'))
  return rows.length === 1 ? (rows[0]?.['user_name'] ?? null) : null
}

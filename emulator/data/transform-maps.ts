import type { Database } from '../store/database.ts'
import { put } from './describe.ts'
import { stableId } from './stable-id.ts'

const MAPS = [
  {
    name: 'User',
    source: 'imp_user',
    target: 'sys_user',
    coalesce: 'user_name',
    fields: ['user_name', 'first_name', 'last_name', 'email'].map((name) => [name, name] as const),
  },
  {
    name: 'Vulnerabilities',
    source: 'u_imp_vulnerabilities',
    target: 'u_vulnerabilities',
    coalesce: 'correlation_id',
    fields: [
      ['u_external_id', 'correlation_id'],
      ['u_title', 'short_description'],
      ['u_description', 'description'],
      ['u_impact', 'impact'],
      ['u_urgency', 'urgency'],
      ['u_state', 'state'],
    ] as const,
  },
]

export function addTransformMaps(database: Database, now: string): void {
  for (const { name, source, target, coalesce, fields } of MAPS) {
    if (database.table(target) === undefined) continue
    const key = `sys_transform_map:${source}`
    put(database, 'sys_transform_map', key, now, {
      name,
      source_table: source,
      target_table: target,
    })
    for (const [from, to] of fields) {
      put(database, 'sys_transform_entry', `${key}.${from}`, now, {
        map: stableId(key),
        source_field: from,
        target_field: to,
        coalesce: String(to === coalesce),
      })
    }
  }
}

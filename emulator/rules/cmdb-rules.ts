import { isA, type Change } from './change.ts'

/** A configuration item says of which class it is. */
export function nameClass({ table, before, after }: Change): void {
  if (before !== null || !isA(table, 'cmdb_ci')) return
  after['sys_class_name'] = table.name
  after['sys_domain'] = 'global'
}

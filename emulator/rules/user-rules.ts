import type { Change } from './change.ts'

/** A person's name is put together from its parts. */
export function nameUser({ table, after }: Change): void {
  if (table.name !== 'sys_user') return
  const name = [after['first_name'], after['last_name']].filter((part) => part !== '').join(' ')
  if (name !== '') after['name'] = name
}

import { createHash } from 'node:crypto'

/** The same sys_id on every start, so that a link kept from yesterday still leads somewhere. */
export function stableId(name: string): string {
  return createHash('md5').update(name).digest('hex')
}

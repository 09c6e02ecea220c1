import { isServiceNowError } from '../errors.ts'
import { and, is, isSet, orderBy, queryable, where } from '../query.ts'
import type { Row } from '../row.ts'
import type { ListOptions, Tables } from '../table.ts'

/** A record that a reference field can point to, as people know it. */
export interface Reference {
  readonly sysId: string
  readonly name: string
}

const MOST = 20
const FIELDS = ['sys_id', 'name']

/**
 * Active or not, records of `table` whose name holds `search`, in the order of their names. Tables
 * without a field `name` offer none: there the sys_id has to be given.
 */
export async function references(
  tables: Tables,
  table: string,
  search: string,
): Promise<Reference[]> {
  // A query carries no quote and no umlaut: what it can carry narrows, the rest is compared here.
  const sent = queryable(search)
  const condition = sent === '' ? isSet('name') : where('name', 'LIKE', sent)
  const rows = await named(tables, table, {
    query: orderBy(and(condition), 'name'),
    fields: FIELDS,
    limit: sent === search.trim() ? MOST : MOST * 10,
    priority: 'person',
  })
  const wanted = search.trim().toLowerCase()
  return rows
    .map(toReference)
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .slice(0, MOST)
}

/** Null where there is none that this user may see. */
export async function reference(
  tables: Tables,
  table: string,
  sysId: string,
): Promise<Reference | null> {
  const { rows } = await tables.list(table, {
    query: and(is('sys_id', sysId)),
    fields: FIELDS,
    limit: 1,
    priority: 'person',
  })
  return rows[0] === undefined ? null : toReference(rows[0])
}

async function named(tables: Tables, table: string, options: ListOptions): Promise<readonly Row[]> {
  try {
    return (await tables.list(table, options)).rows
  } catch (error) {
    if (isServiceNowError(error, 'query_ignored')) return []
    throw error
  }
}

function toReference(row: Row): Reference {
  return { sysId: row['sys_id'] ?? '', name: row['name'] ?? '' }
}

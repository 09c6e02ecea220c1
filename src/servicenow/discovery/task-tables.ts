import { isServiceNowError, ServiceNowError } from '../errors.ts'
import { and, is, isOneOf, orderBy, type Clause, type Query } from '../query.ts'
import type { Row } from '../row.ts'
import type { Tables } from '../table.ts'

export interface TaskTable {
  readonly name: string
  readonly label: string
  /** The table itself, then what it extends, up to and with `task`. */
  readonly chain: readonly string[]
}

const FIELDS = ['sys_id', 'name', 'label', 'super_class']
/** As many sys_ids as keep the URL short enough for any proxy. */
const BATCH = 50
const PAGE = 500
/** Deeper than any instance inherits: a loop in the data must end somewhere. */
const DEEPEST = 12

/**
 * Every table that extends `task`, at any depth. An instance tells one level at a
 * time, so that each round asks for the children of the last one's tables.
 */
export async function taskTables(tables: Tables): Promise<TaskTable[]> {
  const found = new Map<string, TaskTable>()
  const roots = await read(tables, is('name', 'task'))
  let parents = new Map(roots.map((row) => [row['sys_id'] ?? '', asTable(row, [])]))
  for (let depth = 0; parents.size > 0 && depth < DEEPEST; depth++) {
    for (const [sysId, table] of parents) found.set(sysId, table)
    parents = await children(tables, parents, found)
  }
  return [...found.values()].toSorted((a, b) => a.label.localeCompare(b.label, 'en'))
}

/** The tables that `table` extends, itself first. Where nobody may know, `task` is assumed. */
export async function chainOf(tables: Tables, table: string): Promise<readonly string[]> {
  try {
    const all = await ancestors(tables, table)
    return all.includes('task') ? all.slice(0, all.indexOf('task') + 1) : all
  } catch (error) {
    if (!isServiceNowError(error) || error.kind !== 'refused') throw error
    return table === 'task' ? ['task'] : [table, 'task']
  }
}

async function ancestors(tables: Tables, table: string): Promise<readonly string[]> {
  const chain: string[] = []
  let [row] = await read(tables, is('name', table))
  while (row !== undefined && chain.length < DEEPEST) {
    chain.push(row['name'] ?? '')
    const above = row['super_class'] ?? ''
    row = above === '' ? undefined : (await read(tables, is('sys_id', above)))[0]
  }
  if (chain.length === 0) return table === 'task' ? ['task'] : [table, 'task']
  return chain
}

async function children(
  tables: Tables,
  parents: ReadonlyMap<string, TaskTable>,
  found: ReadonlyMap<string, TaskTable>,
): Promise<Map<string, TaskTable>> {
  const ids = [...parents.keys()]
  const next = new Map<string, TaskTable>()
  for (let at = 0; at < ids.length; at += BATCH) {
    const rows = await read(tables, isOneOf('super_class', ids.slice(at, at + BATCH)))
    for (const row of rows) {
      const parent = parents.get(row['super_class'] ?? '')
      const sysId = row['sys_id'] ?? ''
      if (parent !== undefined && !found.has(sysId)) next.set(sysId, asTable(row, parent.chain))
    }
  }
  return next
}

async function read(tables: Tables, clause: Clause): Promise<Row[]> {
  const rows: Row[] = []
  const query = orderBy(and(clause), 'sys_id')
  for (let offset = 0; ; offset += PAGE) {
    const page = await list(tables, query, offset)
    rows.push(...page.rows)
    if (!page.hasMore) return rows
  }
}

async function list(tables: Tables, query: Query, offset: number) {
  try {
    const options = { query, fields: FIELDS, limit: PAGE, offset, priority: 'person' } as const
    return await tables.list('sys_db_object', options)
  } catch (error) {
    if (!isServiceNowError(error, 'access_denied')) throw error
    throw new ServiceNowError('the list of tables may not be read', {
      kind: 'refused',
      code: 'access_denied',
      outcome: 'known',
      ...(error.status === null ? {} : { status: error.status }),
      remedy:
        'give the ServiceNow user behind the integration the role itil, or read access to ' +
        'sys_db_object by an access rule',
      cause: error,
    })
  }
}

function asTable(row: Row, above: readonly string[]): TaskTable {
  const name = row['name'] ?? ''
  return { name, label: row['label'] || name, chain: [name, ...above] }
}

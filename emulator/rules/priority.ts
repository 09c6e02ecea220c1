import type { Database } from '../store/database.ts'
import type { Change } from './change.ts'

/** Data lookup rules are not inherited: other task tables keep the priority they are given. */
const LOOKUPS: Readonly<Record<string, string>> = {
  incident: 'dl_u_priority',
  problem: 'dl_problem_priority',
}

export function isPriorityComputed(tableName: string): boolean {
  return tableName in LOOKUPS
}

/** Overwrites the priority with what the lookup says of impact and urgency. */
export function lookUpPriority(change: Change): void {
  const lookup = LOOKUPS[change.table.name]
  if (lookup === undefined) return
  const { impact = '', urgency = '' } = change.after
  const priority = matrix(change.database, lookup).get(`${impact}/${urgency}`)
  if (priority !== undefined) change.after['priority'] = priority
}

const read = new WeakMap<Database, Map<string, { version: number; cells: Map<string, string> }>>()

/** The lookup as its table has it now; read again only when that table has changed. */
function matrix(database: Database, lookup: string): ReadonlyMap<string, string> {
  const table = database.must(lookup)
  const known =
    read.get(database) ?? new Map<string, { version: number; cells: Map<string, string> }>()
  read.set(database, known)
  const last = known.get(lookup)
  if (last?.version === table.version) return last.cells
  const cells = new Map<string, string>()
  for (const row of [...table.rows()].toSorted((a, b) => Number(b['order']) - Number(a['order']))) {
    if (row['active'] !== 'true') continue
    cells.set(`${row['impact'] ?? ''}/${row['urgency'] ?? ''}`, row['priority'] ?? '')
  }
  known.set(lookup, { version: table.version, cells })
  return cells
}

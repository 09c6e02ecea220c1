import { isServiceNowError } from '../errors.ts'
import { and, is, orderBy } from '../query.ts'
import type { Row } from '../row.ts'
import type { Tables } from '../table.ts'

export interface PriorityCell {
  readonly impact: string
  readonly urgency: string
  readonly priority: string
}

export type PriorityLookup =
  /** The instance's own rules; a pair without a cell has no priority there. */
  | { readonly kind: 'read'; readonly cells: readonly PriorityCell[] }
  /** The table computes its priority by rules that this user may not see. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** The table keeps whatever priority is written. */
  | { readonly kind: 'none' }

/** Rules are defined per table and not inherited: a table that extends incident has none. */
const MATCHERS: Readonly<Partial<Record<string, string>>> = {
  incident: 'dl_u_priority',
  problem: 'dl_problem_priority',
}

const FIELDS = ['impact', 'urgency', 'priority', 'active', 'order', 'sys_id']

/** Which priority the instance computes from impact and urgency. */
export async function priorityLookup(tables: Tables, table: string): Promise<PriorityLookup> {
  const matcher = MATCHERS[table]
  if (matcher === undefined) return { kind: 'none' }
  try {
    const { rows } = await tables.list(matcher, {
      query: orderBy(and(is('active', 'true')), 'order', 'sys_id'),
      fields: FIELDS,
      limit: 200,
      priority: 'person',
    })
    // Rows that may not be read are left out silently: an empty lookup is an unreadable one.
    if (rows.length === 0) return { kind: 'unreadable', reason: `${matcher} shows no rows` }
    return { kind: 'read', cells: cellsOf(rows) }
  } catch (error) {
    if (!isServiceNowError(error)) throw error
    if (error.kind !== 'refused' && error.code !== 'query_ignored') throw error
    return { kind: 'unreadable', reason: error.message }
  }
}

/** The first rule that fits decides, in the order the instance keeps them. */
function cellsOf(rows: readonly Row[]): PriorityCell[] {
  const cells = new Map<string, PriorityCell>()
  for (const { impact = '', urgency = '', priority = '' } of rows) {
    const key = `${impact}\n${urgency}`
    if (priority !== '' && !cells.has(key)) cells.set(key, { impact, urgency, priority })
  }
  return [...cells.values()]
}

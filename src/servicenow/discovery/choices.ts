import { and, is, isOneOf, orderBy } from '../query.ts'
import type { Row } from '../row.ts'
import type { Tables } from '../table.ts'

export interface Choice {
  readonly value: string
  readonly label: string
  /** Only offered where the field it depends on has this value; empty for everywhere. */
  readonly dependentValue: string
}

const FIELDS = ['name', 'element', 'value', 'label', 'sequence', 'dependent_value', 'sys_id']
/** More choices than any field that a person picks from has. */
const MOST = 1_000

/**
 * What may be chosen for a field. A table's own choices replace those of the
 * tables it extends; the nearest that has any counts.
 */
export async function choices(
  tables: Tables,
  chain: readonly string[],
  element: string,
): Promise<Choice[]> {
  const query = and(
    isOneOf('name', chain),
    is('element', element),
    is('language', 'en'),
    is('inactive', 'false'),
  )
  const { rows } = await tables.list('sys_choice', {
    query: orderBy(query, 'sequence', 'sys_id'),
    fields: FIELDS,
    limit: MOST,
    priority: 'person',
  })
  return inherited(rows, chain)
}

export function inherited(rows: readonly Row[], chain: readonly string[]): Choice[] {
  const owner = chain.find((table) => rows.some((row) => row['name'] === table))
  const own = rows
    .filter((row) => row['name'] === owner && row['value'] !== '')
    .toSorted((a, b) => sequence(a) - sequence(b))
  const byValue = new Map<string, Choice>()
  for (const row of own) {
    const value = row['value'] ?? ''
    const dependentValue = row['dependent_value'] ?? ''
    const key = `${value}\n${dependentValue}`
    if (!byValue.has(key)) byValue.set(key, { value, label: row['label'] || value, dependentValue })
  }
  return [...byValue.values()]
}

/** Choices without a sequence come last, as the instance's own lists have them. */
function sequence(row: Row): number {
  const text = row['sequence'] ?? ''
  return text === '' ? Number.MAX_SAFE_INTEGER : Number(text)
}

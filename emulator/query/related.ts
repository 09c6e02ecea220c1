import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import type { Context, Predicate, Reader } from './compile.ts'
import { parseQuery, type EncodedQuery } from './parse.ts'

/** How the queries inside a query are understood. */
export interface Language {
  readonly reader: (table: Table, path: string) => Reader | null
  readonly compile: (query: EncodedQuery, table: Table) => Predicate | null
}

/**
 * `incident.caller_id,>=1^active=true`: whether so many records of that table point to this one. The
 * query behind it narrows which of them count.
 */
export function relatedTo(value: string, context: Context, language: Language): Predicate | null {
  const [head = '', ...rest] = value.split('^')
  const match = /^([a-z0-9_]+)\.([a-z0-9_]+),(>=|<=|!=|=|>|<)(\d{1,9})(?:,m2m)?$/.exec(head)
  const table = context.database.table(match?.[1] ?? '')
  if (match === null || table === undefined) return null
  const column = language.reader(table, match[2] ?? '')
  if (column === null) return null
  const counts = new Map<string, number>()
  const holdsInside = language.compile(parseQuery(rest.join('^')), table) ?? (() => true)
  for (const row of table.family().flatMap((member) => [...member.rows()])) {
    if (!holdsInside(row)) continue
    const target = column.read(row)
    counts.set(target, (counts.get(target) ?? 0) + 1)
  }
  const holds = counter(match[3] ?? '', Number(match[4]))
  return (row) => holds(counts.get(row['sys_id'] ?? '') ?? 0)
}

function counter(operator: string, wanted: number): (count: number) => boolean {
  return (count) => {
    if (operator === '>=') return count >= wanted
    if (operator === '<=') return count <= wanted
    if (operator === '>') return count > wanted
    if (operator === '<') return count < wanted
    return operator === '=' ? count === wanted : count !== wanted
  }
}

/** Whether every word stands somewhere in the record's text; a real instance also ranks what it finds. */
export function mentions(value: string, table: Table): Predicate | null {
  const words = value
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return null
  const names = [...table.columns.values()]
    .filter(({ type }) => type === 'string')
    .map((field) => field.name)
  const textOf = (row: Row): string =>
    names
      .map((name) => row[name] ?? '')
      .join('\n')
      .toLowerCase()
  return (row) => {
    const text = textOf(row)
    return words.every((word) => text.includes(word))
  }
}

import type { Database } from '../store/database.ts'
import type { Field, FieldType } from '../store/schema.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import { comparison } from './compare.ts'
import type { Condition, EncodedQuery, Operator } from './parse.ts'
import { mentions, relatedTo } from './related.ts'
import { resolveValue } from './values.ts'

/** What a query may ask about besides the rows. */
export interface Context {
  readonly database: Database
  readonly userId: string
  readonly userName: string
  readonly now: string
  /** Where the user's days begin and end; UTC if not said. */
  readonly timeZone?: string
}

export type Predicate = (row: Row) => boolean

/** A column, at the end of a dotted path or not. */
export interface Reader {
  readonly type: FieldType
  readonly reference: string | undefined
  /** Where the column at the end of the path belongs. */
  readonly field: Field
  readonly table: Table
  read(row: Row): string
}

export function reader(database: Database, table: Table, path: string): Reader | null {
  const dot = path.indexOf('.')
  const name = dot === -1 ? path : path.slice(0, dot)
  const field = table.columns.get(name)
  if (field === undefined) return null
  const read = (row: Row): string => row[name] ?? ''
  if (dot === -1) return { type: field.type, reference: field.reference, field, table, read }
  const target = field.type === 'reference' ? database.table(field.reference ?? '') : undefined
  const rest = path.slice(dot + 1)
  const beyond = target === undefined ? null : reader(database, target, rest)
  if (target === undefined || beyond === null) return null
  const follow = (row: Row): string => {
    const found = database.find(target, read(row))
    return found === null ? '' : beyond.read(found.row)
  }
  return { ...beyond, read: follow }
}

/**
 * What the rows of a query have to satisfy; null when nothing is asked of them. A condition on an
 * unknown field is left out, as a real instance does: what remains is then a wider question.
 */
export function compile(query: EncodedQuery, table: Table, context: Context): Predicate | null {
  const groups = query.groups.map((group) => {
    const clauses = group.flatMap((conditions) => {
      const any = conditions.flatMap((one) => compileCondition(one, table, context) ?? [])
      return any.length === 0 ? [] : [anyOf(any)]
    })
    return clauses.length === 0 ? null : allOf(clauses)
  })
  const kept = groups.filter((group) => group !== null)
  return kept.length < groups.length || kept.length === 0 ? null : anyOf(kept)
}

function anyOf(predicates: readonly Predicate[]): Predicate {
  const [only] = predicates
  if (only !== undefined && predicates.length === 1) return only
  return (row) => predicates.some((holds) => holds(row))
}

function allOf(predicates: readonly Predicate[]): Predicate {
  const [only] = predicates
  if (only !== undefined && predicates.length === 1) return only
  return (row) => predicates.every((holds) => holds(row))
}

function compileCondition(condition: Condition, table: Table, context: Context): Predicate | null {
  const left = reader(context.database, table, condition.field)
  if (left === null) return null
  const { operator, value } = condition
  if (operator === 'TEXTQUERY') return mentions(value, table)
  if (operator === 'RLQUERY') {
    return relatedTo(value, context, {
      reader: (other, path) => reader(context.database, other, path),
      compile: (query, other) => compile(query, other, context),
    })
  }
  if (operator === 'INSTANCEOF') {
    const family = context.database.table(value)?.family() ?? []
    const names = new Set(family.map((member) => member.name))
    return (row) => names.has(left.read(row))
  }
  if (isOfTwoFields(operator)) {
    const right = reader(context.database, table, value)
    return right === null ? null : compareFields(operator, left, right)
  }
  // The ends of a range may each be a script.
  const given = operator === 'BETWEEN' ? value : resolveValue(value, context)
  const test = comparison(operator, given, left, context)
  return test === null ? null : (row) => test(left.read(row))
}

type OfTwoFields = 'SAMEAS' | 'NSAMEAS' | Extract<Operator, `${string}_FIELD`>

function isOfTwoFields(operator: Operator): operator is OfTwoFields {
  return /SAMEAS$|_FIELD$/.test(operator)
}

function compareFields(operator: OfTwoFields, left: Reader, right: Reader): Predicate {
  return (row) => {
    const [a, b] = [left.read(row), right.read(row)]
    if (operator === 'SAMEAS') return a === b
    if (operator === 'NSAMEAS') return a !== b
    if (a === '' || b === '') return false
    const order = left.type === 'integer' ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0
    if (order === 0) return operator.includes('_OR_EQUALS')
    return operator.startsWith('GT') ? order > 0 : order < 0
  }
}

/** The order asked for; rows are left as they come where none was. */
export function comparator(
  query: EncodedQuery,
  table: Table,
  database: Database,
): ((a: Row, b: Row) => number) | null {
  const keys = query.order.flatMap(({ field, descending }) => {
    const found = reader(database, table, field)
    return found === null ? [] : [{ found, sign: descending ? -1 : 1 }]
  })
  if (keys.length === 0) return null
  return (a, b) => {
    for (const { found, sign } of keys) {
      const order = compareBy(found, database, found.read(a), found.read(b))
      if (order !== 0) return order * sign
    }
    return 0
  }
}

function compareBy(key: Reader, database: Database, a: string, b: string): number {
  if (key.type === 'integer') return Number(a) - Number(b)
  const { reference } = key
  const shownAs = (value: string): string =>
    key.type === 'reference' && reference !== undefined
      ? database.displayOf(reference, value)
      : value
  const left = shownAs(a)
  const right = shownAs(b)
  return left < right ? -1 : left > right ? 1 : 0
}

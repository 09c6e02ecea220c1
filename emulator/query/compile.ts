import type { Database } from '../store/database.ts'
import type { Field, FieldType } from '../store/schema.ts'
import type { Row } from '../store/sorted-rows.ts'
import type { Table } from '../store/table.ts'
import type { Condition, EncodedQuery, Operator } from './parse.ts'
import { resolveValue } from './values.ts'

/** What a query may ask about besides the rows. */
export interface Context {
  readonly database: Database
  readonly userId: string
  readonly userName: string
  readonly now: string
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
  if (condition.operator === 'SAMEAS' || condition.operator === 'NSAMEAS') {
    const right = reader(context.database, table, condition.value)
    const wantsSame = condition.operator === 'SAMEAS'
    return right === null ? null : (row) => (left.read(row) === right.read(row)) === wantsSame
  }
  const test = comparison(condition.operator, resolveValue(condition.value, context), left, context)
  return (row) => test(left.read(row))
}

function comparison(
  operator: Exclude<Operator, 'SAMEAS' | 'NSAMEAS'>,
  value: string,
  left: Reader,
  context: Context,
): (actual: string) => boolean {
  const wanted = value.toLowerCase()
  switch (operator) {
    case '=':
      return equals(left, value)
    case '!=': {
      const same = equals(left, value)
      return (actual) => !same(actual)
    }
    case 'IN':
    case 'NOT IN': {
      const values = new Set(value.split(',').map((one) => one.trim().toLowerCase()))
      const isIn = operator === 'IN'
      return (actual) => values.has(actual.toLowerCase()) === isIn
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordering(operator, left.type, value)
    case 'BETWEEN': {
      const [from = '', to = ''] = value.split('@')
      const above = ordering('>=', left.type, from)
      const below = ordering('<=', left.type, to)
      return (actual) => above(actual) && below(actual)
    }
    case 'LIKE':
      return shown(left, context, (actual) => actual.includes(wanted))
    case 'NOT LIKE':
      return shown(left, context, (actual) => !actual.includes(wanted))
    case 'STARTSWITH':
      return shown(left, context, (actual) => actual.startsWith(wanted))
    case 'ENDSWITH':
      return shown(left, context, (actual) => actual.endsWith(wanted))
    case 'ISEMPTY':
    case 'EMPTYSTRING':
      return (actual) => actual === ''
    case 'ISNOTEMPTY':
      return (actual) => actual !== ''
    case 'ANYTHING':
      return () => true
    default:
      return operator satisfies never
  }
}

/** A number column compares as numbers: what is no number equals nothing. */
function equals(left: Reader, value: string): (actual: string) => boolean {
  if (left.type === 'integer' && value !== '') {
    const number = Number(value)
    return (actual) => actual !== '' && Number(actual) === number
  }
  const wanted = value.toLowerCase()
  return (actual) => actual === value || actual.toLowerCase() === wanted
}

function ordering(
  operator: '<' | '<=' | '>' | '>=',
  type: FieldType,
  value: string,
): (actual: string) => boolean {
  const isNumber = type === 'integer'
  const number = Number(value)
  return (actual) => {
    if (actual === '') return false
    const order = isNumber ? Number(actual) - number : actual < value ? -1 : actual > value ? 1 : 0
    if (operator === '<') return order < 0
    if (operator === '<=') return order <= 0
    return operator === '>' ? order > 0 : order >= 0
  }
}

/** Text operators on a reference look at what people see, not at the sys_id behind it. */
function shown(
  left: Reader,
  context: Context,
  test: (text: string) => boolean,
): (actual: string) => boolean {
  const { reference } = left
  if (left.type !== 'reference' || reference === undefined)
    return (actual) => test(actual.toLowerCase())
  return (actual) => test(context.database.displayOf(reference, actual).toLowerCase())
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

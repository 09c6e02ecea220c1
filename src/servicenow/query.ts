/** Languages have builders: a value here can never become syntax, nor match everything. */
const OPERATORS = [
  '=',
  '!=',
  '>',
  '>=',
  '<',
  '<=',
  'STARTSWITH',
  'LIKE',
  'IN',
  'ISNOTEMPTY',
] as const
export type Operator = (typeof OPERATORS)[number]

export interface Condition {
  readonly field: string
  readonly operator: Operator
  readonly values: readonly string[]
}

/** Conditions of which one must hold. */
export type Clause = readonly Condition[]

export interface Order {
  readonly field: string
  readonly descending: boolean
}

/** Branches of which one must hold whole; every branch repeats what all must fulfil. */
export interface Query {
  readonly branches: readonly (readonly Clause[])[]
  readonly order: readonly Order[]
}

export function where(field: string, operator: Operator, value: string): Clause {
  if (operator === 'IN' || operator === 'ISNOTEMPTY') {
    throw new TypeError(`${operator} does not take one value`)
  }
  return [{ field: checkedField(field), operator, values: [checkedValue(field, value)] }]
}

export function is(field: string, value: string): Clause {
  return where(field, '=', value)
}

export function isOneOf(field: string, values: readonly string[]): Clause {
  if (values.length === 0) throw new TypeError(`an empty list for ${field} would match everything`)
  const checked = values.map((value) => checkedValue(field, value))
  return [{ field: checkedField(field), operator: 'IN', values: checked }]
}

export function isSet(field: string): Clause {
  return [{ field: checkedField(field), operator: 'ISNOTEMPTY', values: [] }]
}

export function or(...clauses: readonly Clause[]): Clause {
  if (clauses.length === 0) throw new TypeError('nothing to choose from would match everything')
  return clauses.flat()
}

export function and(...clauses: readonly Clause[]): Query {
  if (clauses.length === 0) throw new TypeError('a query without conditions is a whole table')
  return { branches: [clauses], order: [] }
}

/** `guard` and one of `branches`: `^NQ` starts over, so that each branch must repeat the guard. */
export function newQuery(
  guard: readonly Clause[],
  branches: readonly (readonly Clause[])[],
): Query {
  if (branches.length === 0) return and(...guard)
  return { branches: branches.map((branch) => [...branch, ...guard]), order: [] }
}

export function orderBy(query: Query, ...fields: readonly string[]): Query {
  const order = fields.map((field) => ({ field: checkedField(field), descending: false }))
  return { ...query, order: [...query.order, ...order] }
}

export function newestFirst(query: Query, field: string): Query {
  return { ...query, order: [...query.order, { field: checkedField(field), descending: true }] }
}

export interface Cursor {
  readonly updatedOn: string
  readonly sysId: string
}

/** Rows after `cursor` in the order (sys_updated_on, sys_id): nothing twice, nothing missed. */
export function changedAfter({ updatedOn, sysId }: Cursor, guard: readonly Clause[]): Query {
  return orderBy(behind(updatedOn, sysId, guard), 'sys_updated_on', 'sys_id')
}

/** Without a record to begin behind, the watermark's own second is included. */
function behind(updatedOn: string, sysId: string, guard: readonly Clause[]): Query {
  if (sysId === '') return and(where('sys_updated_on', '>=', updatedOn), ...guard)
  const later = [where('sys_updated_on', '>', updatedOn)]
  const sameSecond = [is('sys_updated_on', updatedOn), where('sys_id', '>', sysId)]
  return newQuery(guard, [later, sameSecond])
}

export function encode(query: Query): string {
  const branches = query.branches.map((branch) => branch.map(encodeClause).join('^'))
  const order = query.order.map(({ field, descending }) =>
    descending ? `^ORDERBYDESC${field}` : `^ORDERBY${field}`,
  )
  return branches.join('^NQ') + order.join('')
}

/** The fields a row must show for `matches` to be able to say yes. */
export function fieldsOf(query: Query): string[] {
  const fields = query.branches.flat(2).map(({ field }) => field)
  return [...new Set(fields)]
}

/** Whether `row` is what was asked for: an instance answers an unknown field with everything. */
export function matches(row: Readonly<Record<string, string>>, query: Query): boolean {
  return query.branches.some((branch) =>
    branch.every((clause) => clause.some((condition) => holds(row[condition.field], condition))),
  )
}

function holds(have: string | undefined, { operator, values }: Condition): boolean {
  if (have === undefined) return false
  const [want = ''] = values
  switch (operator) {
    case '=':
      return have === want
    case '!=':
      return have !== want
    case '>':
      return compare(have, want) > 0
    case '>=':
      return compare(have, want) >= 0
    case '<':
      return compare(have, want) < 0
    case '<=':
      return compare(have, want) <= 0
    case 'STARTSWITH':
      return have.startsWith(want)
    case 'LIKE':
      return have.toLowerCase().includes(want.toLowerCase())
    case 'IN':
      return values.includes(have)
    case 'ISNOTEMPTY':
      return have !== ''
    default:
      throw new TypeError(`unknown operator ${String(operator satisfies never)}`)
  }
}

/** Short whole numbers compare as numbers; times and sys_ids are made to compare as text. */
function compare(a: string, b: string): number {
  if (isShortNumber(a) && isShortNumber(b)) return Number(a) - Number(b)
  return a < b ? -1 : a > b ? 1 : 0
}

function isShortNumber(text: string): boolean {
  return /^-?\d{1,15}$/.test(text)
}

function encodeClause(clause: Clause): string {
  return clause
    .map(({ field, operator, values }) => `${field}${operator}${values.join(',')}`)
    .join('^OR')
}

function checkedField(field: string): string {
  if (/^[a-z0-9_]+(\.[a-z0-9_]+)*$/.test(field)) return field
  throw new TypeError(`"${field}" cannot be a field's name`)
}

/** The longest part of what a person typed that a query can carry; empty if nothing of it. */
export function queryable(typed: string): string {
  const parts = typed.split(/[^A-Za-z0-9:_ .-]+/).map((part) => part.trim())
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '')
}

function checkedValue(field: string, value: string): string {
  if (value.trim() === '') throw new TypeError(`an empty ${field} would match unrelated records`)
  if (/^[A-Za-z0-9:_ .-]+$/.test(value)) return value
  throw new TypeError(`${field} holds a character that a query cannot carry`)
}

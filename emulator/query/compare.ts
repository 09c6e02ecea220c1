import type { FieldType } from '../store/schema.ts'
import type { Context, Reader } from './compile.ts'
import { relativeMoment } from './dates.ts'
import type { Operator } from './parse.ts'
import { bounds, dayBounds } from './values.ts'

/** Operators that compare one column with something given; the others look at more than that. */
export type Comparing = Exclude<
  Operator,
  'SAMEAS' | 'NSAMEAS' | `${string}_FIELD` | 'INSTANCEOF' | 'RLQUERY' | 'TEXTQUERY'
>

/** The test that an operator and a value make; null where the value says nothing to it. */
export function comparison(
  operator: Comparing,
  value: string,
  left: Reader,
  context: Context,
): ((actual: string) => boolean) | null {
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
      const [from, to] = bounds(value, context)
      const above = ordering('>=', left.type, from)
      const below = ordering('<=', left.type, to)
      return (actual) => above(actual) && below(actual)
    }
    case 'ON':
    case 'NOTON': {
      const [from, to] = dayBounds(value, context)
      const isWithin = (actual: string): boolean => actual >= from && actual <= to
      return (actual) => actual !== '' && isWithin(actual) === (operator === 'ON')
    }
    case 'RELATIVEGT':
    case 'RELATIVEGE':
    case 'RELATIVELT':
    case 'RELATIVELE':
    case 'RELATIVEEE': {
      const moment = relativeMoment(value, context.now)
      return moment === null ? null : ordering(RELATIVE[operator], left.type, moment)
    }
    case 'DYNAMIC':
      return dynamic(value, context)
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

const RELATIVE = {
  RELATIVEGT: '>',
  RELATIVEGE: '>=',
  RELATIVELT: '<',
  RELATIVELE: '<=',
  RELATIVEEE: '=',
} as const

/** The dynamic filter options that every instance ships with, by their sys_ids. */
function dynamic(value: string, context: Context): (actual: string) => boolean {
  if (value === '90d1921e5f510100a9ad2572f2b477fe') return (actual) => actual === context.userId
  if (value !== 'd6435e965f510100a9ad2572f2b477fe') return () => false
  const members = [...(context.database.table('sys_user_grmember')?.rows() ?? [])]
  const own = members.filter((member) => member['user'] === context.userId)
  const groups = new Set(own.map((member) => member['group'] ?? ''))
  return (actual) => groups.has(actual)
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
  operator: '<' | '<=' | '>' | '>=' | '=',
  type: FieldType,
  value: string,
): (actual: string) => boolean {
  const isNumber = type === 'integer'
  const number = Number(value)
  return (actual) => {
    if (actual === '') return false
    const order = isNumber ? Number(actual) - number : actual < value ? -1 : actual > value ? 1 : 0
    if (operator === '=') return order === 0
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

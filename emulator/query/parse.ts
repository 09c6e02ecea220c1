/** One comparison of an encoded query. */
export interface Condition {
  readonly field: string
  readonly operator: Operator
  readonly value: string
}

/** `^NQ` parts groups; a group wants all of its clauses; a clause wants any of its conditions. */
export interface EncodedQuery {
  readonly groups: readonly (readonly (readonly Condition[])[])[]
  readonly order: readonly { readonly field: string; readonly descending: boolean }[]
  /** Clauses that are no conditions at all: the instance drops them without a word. */
  readonly dropped: readonly string[]
}

/** Longest first, so that `>=` is not read as `>` and a value starting with `=`. */
export const OPERATORS = [
  'ISNOTEMPTY',
  'EMPTYSTRING',
  'STARTSWITH',
  'NOT LIKE',
  'ENDSWITH',
  'ANYTHING',
  'ISEMPTY',
  'NSAMEAS',
  'BETWEEN',
  'NOT IN',
  'SAMEAS',
  'LIKE',
  'IN',
  '!=',
  '<=',
  '>=',
  '=',
  '<',
  '>',
] as const
export type Operator = (typeof OPERATORS)[number]

const CONDITION = new RegExp(`^([a-z0-9_.]+)(${OPERATORS.join('|')})([^]*)$`)

export function parseQuery(encoded: string): EncodedQuery {
  const groups: Condition[][][] = [[]]
  const order: { field: string; descending: boolean }[] = []
  const dropped: string[] = []
  let clause: Condition[] | undefined
  for (const part of encoded.split('^')) {
    if (part === '' || part === 'EQ') continue
    const sort = /^ORDERBY(DESC)?([a-z0-9_.]+)$/.exec(part)
    if (sort !== null) {
      order.push({ field: sort[2] ?? '', descending: sort[1] !== undefined })
      continue
    }
    const startsGroup = part.startsWith('NQ')
    const isAlternative = part.startsWith('OR')
    if (startsGroup) groups.push([])
    const condition = parseCondition(startsGroup || isAlternative ? part.slice(2) : part)
    if (condition === null) {
      dropped.push(part)
      if (!isAlternative) clause = undefined
      continue
    }
    if (isAlternative && clause !== undefined) clause.push(condition)
    else groups.at(-1)?.push((clause = [condition]))
  }
  return { groups, order, dropped }
}

function parseCondition(text: string): Condition | null {
  const match = CONDITION.exec(text)
  const operator = OPERATORS.find((known) => known === match?.[2])
  if (match === null || operator === undefined) return null
  return { field: match[1] ?? '', operator, value: match[3] ?? '' }
}

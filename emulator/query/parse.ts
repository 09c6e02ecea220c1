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
  'GT_OR_EQUALS_FIELD',
  'LT_OR_EQUALS_FIELD',
  'GT_FIELD',
  'LT_FIELD',
  'RELATIVEGE',
  'RELATIVEGT',
  'RELATIVELE',
  'RELATIVELT',
  'RELATIVEEE',
  'INSTANCEOF',
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
  'DYNAMIC',
  'NOTON',
  'LIKE',
  'ON',
  'IN',
  '!=',
  '<=',
  '>=',
  '=',
  '<',
  '>',
] as const
/** RLQUERY counts related records; TEXTQUERY searches all text. Neither is about one field. */
export type Operator = (typeof OPERATORS)[number] | 'RLQUERY' | 'TEXTQUERY'

/** Blanks around a condition's parts mean nothing: `short_description LIKEvpn ^OR number STARTSWITHvpn`. */
const CONDITION = new RegExp(`^([a-z0-9_.]+) *(${OPERATORS.join('|')})([^]*)$`)

export function parseQuery(encoded: string): EncodedQuery {
  const groups: Condition[][][] = [[]]
  const order: { field: string; descending: boolean }[] = []
  const dropped: string[] = []
  let clause: Condition[] | undefined
  for (const part of withRelated(encoded.split('^'))) {
    if (part === '' || part === 'EQ' || part.startsWith('GROUPBY')) continue
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

/** What stands between RLQUERY and ENDRLQUERY is one condition, with a query of its own inside. */
function withRelated(parts: readonly string[]): string[] {
  const whole: string[] = []
  let related: string[] | null = null
  for (const part of parts) {
    if (part === 'ENDRLQUERY' && related !== null) {
      whole.push(related.join('^'))
      related = null
    } else if (related !== null) related.push(part)
    else if (/^(NQ|OR)?RLQUERY/.test(part)) related = [part]
    else whole.push(part)
  }
  return related === null ? whole : [...whole, related.join('^')]
}

const TEXT_SEARCH = '123TEXTQUERY321='

function parseCondition(text: string): Condition | null {
  if (text.startsWith('RLQUERY')) {
    return { field: 'sys_id', operator: 'RLQUERY', value: text.slice('RLQUERY'.length) }
  }
  if (text.startsWith(TEXT_SEARCH)) {
    return { field: 'sys_id', operator: 'TEXTQUERY', value: text.slice(TEXT_SEARCH.length) }
  }
  const match = CONDITION.exec(text.trim())
  const operator = OPERATORS.find((known) => known === match?.[2])
  if (match === null || operator === undefined) return null
  return { field: match[1] ?? '', operator, value: match[3] ?? '' }
}

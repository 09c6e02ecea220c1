import type { Choice, MappedSeverity, TableDetail } from '../../../../../src/http/contract.ts'

export interface Pair {
  readonly impact: string
  readonly urgency: string
}
export interface SeverityDraft extends Pair {
  readonly priority: string
}
type Lookup = TableDetail['lookup']

/** What ServiceNow's own table gives these priorities for; preferred wherever it still does. */
const STOCK_PAIRS: Readonly<Record<string, Pair>> = {
  '1': { impact: '1', urgency: '1' },
  '2': { impact: '1', urgency: '2' },
  '3': { impact: '2', urgency: '2' },
  '4': { impact: '3', urgency: '2' },
  '5': { impact: '3', urgency: '3' },
}

const STOCK_PRIORITIES: readonly Choice[] = [
  { value: '1', label: '1 - Critical' },
  { value: '2', label: '2 - High' },
  { value: '3', label: '3 - Moderate' },
  { value: '4', label: '4 - Low' },
]

const STOCK_LEVELS: readonly Choice[] = [
  { value: '1', label: '1 - High' },
  { value: '2', label: '2 - Medium' },
  { value: '3', label: '3 - Low' },
]

export const DEFAULT_PRIORITY: Record<MappedSeverity, string> = {
  CRITICAL: '1',
  HIGH: '2',
  MEDIUM: '3',
  LOW: '4',
}

/** The priority that the instance computes from `pair`; null where no row says. */
export function priorityOf(lookup: Lookup, pair: Pair): string | null {
  return lookup.rows.find((row) => isPair(row, pair))?.priority ?? null
}

/** The pair that gives `priority`: the stock one where it still does, else the instance's first. */
export function pairOf(lookup: Lookup, priority: string): Pair | null {
  const stock = STOCK_PAIRS[priority] ?? null
  if (lookup.rows.length === 0) return stock
  const rows = lookup.rows.filter((row) => row.priority === priority)
  const found = rows.find((row) => stock !== null && isPair(row, stock)) ?? rows[0]
  return found === undefined ? null : { impact: found.impact, urgency: found.urgency }
}

/** Choosing a priority fills impact and urgency; where none give it, they stay what stock has. */
export function chosen(lookup: Lookup, priority: string): SeverityDraft {
  const pair = pairOf(lookup, priority) ?? STOCK_PAIRS[priority] ?? { impact: '', urgency: '' }
  return promised(lookup, { ...pair, priority })
}

/** Impact or urgency was edited: where the table computes priority, the promise follows them. */
export function promised(lookup: Lookup, row: SeverityDraft): SeverityDraft {
  if (lookup.source === 'none') return row
  return { ...row, priority: priorityOf(lookup, row) ?? row.priority }
}

export function priorityChoices(table: TableDetail): Choice[] {
  return [...(table.priorities.length > 0 ? table.priorities : STOCK_PRIORITIES)]
}

export function levelChoices(read: readonly Choice[]): Choice[] {
  return [...(read.length > 0 ? read : STOCK_LEVELS)]
}

function isPair(row: Pair, pair: Pair): boolean {
  return row.impact === pair.impact && row.urgency === pair.urgency
}

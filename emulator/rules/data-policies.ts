import { operationFailed } from '../refusal.ts'
import { isA, type Change } from './change.ts'

interface Policy {
  readonly table: string
  readonly when: (after: Readonly<Record<string, string>>) => boolean
  readonly mandatory: readonly string[]
}

const inState =
  (...states: readonly string[]): Policy['when'] =>
  (after) =>
    states.includes(after['state'] ?? '')

/** Stock policies: what a record may not be without in a given state. */
const POLICIES: readonly Policy[] = [
  { table: 'incident', when: inState('6', '7'), mandatory: ['close_code', 'close_notes'] },
  { table: 'problem', when: inState('102', '103', '104', '106'), mandatory: ['assigned_to'] },
  { table: 'problem', when: inState('104'), mandatory: ['cause_notes', 'fix_notes'] },
  { table: 'problem', when: inState('106', '107'), mandatory: ['resolution_code'] },
  { table: 'problem', when: resolution('fix_applied'), mandatory: ['cause_notes', 'fix_notes'] },
  {
    table: 'problem',
    when: resolution('risk_accepted'),
    mandatory: ['cause_notes', 'close_notes'],
  },
  { table: 'problem', when: resolution('canceled'), mandatory: ['close_notes'] },
  { table: 'problem', when: resolution('duplicate'), mandatory: ['duplicate_of'] },
  { table: 'change_request', when: inState('3'), mandatory: ['close_code', 'close_notes'] },
]

function resolution(code: string): Policy['when'] {
  return (after) =>
    ['106', '107'].includes(after['state'] ?? '') && after['resolution_code'] === code
}

/** Refuses a record that lacks what its state demands, naming the fields by their labels. */
export function enforceDataPolicies({ table, after }: Change): void {
  const missing = new Set<string>()
  for (const policy of POLICIES) {
    if (!isA(table, policy.table) || !policy.when(after)) continue
    for (const field of policy.mandatory) if ((after[field] ?? '') === '') missing.add(field)
  }
  if (missing.size === 0) return
  const labels = [...missing].map((field) => table.columns.get(field)?.label ?? field)
  throw operationFailed(
    `Data Policy Exception: \n\tThe following fields are mandatory: ${labels.join(', ')}`,
  )
}

import { hasRole } from '../actor.ts'
import { operationFailed } from '../refusal.ts'
import { hasChanged, isA, type Change } from './change.ts'

type Transitions = Readonly<Record<string, readonly string[]>>

const PROBLEM: Transitions = {
  '101': ['102'],
  '102': ['103', '107'],
  '103': ['104', '106', '107'],
  '104': ['103', '106', '107'],
  '106': ['103', '107'],
  '107': ['103'],
}

/** A change is cancelled from anywhere but Review and Closed; the way forward depends on its type. */
const CHANGE: Readonly<Record<string, Transitions>> = {
  normal: {
    '-5': ['-4', '4'],
    '-4': ['-3', '-5', '4'],
    '-3': ['-2', '-5', '4'],
    '-2': ['-1', '-5', '4'],
    '-1': ['0', '4'],
    '0': ['3', '-1'],
  },
  standard: { '-5': ['-2', '4'], '-2': ['-1', '4'], '-1': ['0', '4'], '0': ['3', '-1'] },
  emergency: {
    '-5': ['-3', '4'],
    '-3': ['-2', '-5', '4'],
    '-2': ['-1', '4'],
    '-1': ['0', '4'],
    '0': ['3', '-1'],
  },
}

interface Model {
  readonly rule: string
  readonly sysId: string
  readonly transitions: Transitions
}

/** Refuses a step that the record's state model does not have, in the words of the rule that aborts it. */
export function enforceStateModel(change: Change): void {
  const { table, before, after } = change
  if (before === null || !hasChanged(change, 'state')) return
  const model = modelOf(change)
  if (model === null) return
  const { state: from = '' } = before
  if (model.transitions[from]?.includes(after['state'] ?? '') === true) return
  throw operationFailed(
    `Operation against file '${table.name}' was aborted by Business Rule ` +
      `'${model.rule}^${model.sysId}'. Business Rule Stack:${model.rule}`,
  )
}

function modelOf({ table, after }: Change): Model | null {
  if (isA(table, 'problem')) {
    const sysId = '1aa2fd9c73b01300deaa6d2d4bf6a7c5'
    return { rule: 'Problem: Check State Transition', sysId, transitions: PROBLEM }
  }
  if (!isA(table, 'change_request')) return null
  const transitions = CHANGE[after['type'] ?? ''] ?? CHANGE['normal'] ?? {}
  const sysId = '2e8e1e0d5f1321003a8ea5d0b1b6c5f2'
  return { rule: 'Change Model: Check State Transition', sysId, transitions }
}

/** Closing an incident is for the role itil_admin; who has itil resolves. How a real instance refuses
 * is not recorded: this is the refusal of a write right, which nobody can take for success. */
export function mustBeAllowedToClose(change: Change): void {
  if (change.table.name !== 'incident' || change.after['state'] !== '7') return
  // What comes in closed was closed elsewhere.
  if (change.before === null || !hasChanged(change, 'state')) return
  if (hasRole(change.actor, 'itil_admin')) return
  throw operationFailed('ACL Exception Update Failed due to security constraints')
}

import { hasChanged, isA, type Change } from './change.ts'

/** What stock business rules do on every task: mirror states, close and reopen, count reassignments. */
export function applyTaskRules(change: Change): void {
  const { table, after } = change
  if (!isA(table, 'task')) return
  after['sys_class_name'] = table.name
  if (change.before === null) open(change)
  if (isA(table, 'incident')) mirror(change, 'incident_state')
  if (isA(table, 'problem')) mirror(change, 'problem_state')
  countReassignment(change)
  if (hasChanged(change, 'state')) followState(change)
}

function open({ database, table, actor, now, after }: Change): void {
  if ((after['number'] ?? '') === '') {
    after['number'] = database.nextNumber(table.definition.numberPrefix ?? 'TASK')
  }
  after['task_effective_number'] = after['number'] ?? ''
  after['sys_domain'] = 'global'
  if ((after['opened_at'] ?? '') === '') after['opened_at'] = now
  if ((after['opened_by'] ?? '') === '') after['opened_by'] = actor.userId
}

/** The two columns always hold the same; whichever the caller wrote wins, `state` if both. */
function mirror(change: Change, twin: string): void {
  const { before, after } = change
  const stateWritten =
    after['state'] !== (before?.['state'] ?? change.table.columns.get('state')?.initial)
  const twinWritten = after[twin] !== (before?.[twin] ?? change.table.columns.get(twin)?.initial)
  if (!stateWritten && twinWritten) after['state'] = after[twin] ?? ''
  after[twin] = after['state'] ?? ''
}

function countReassignment(change: Change): void {
  const { before, after } = change
  if (before === null || !hasChanged(change, 'assignment_group')) return
  if (before['assignment_group'] === '') return
  after['reassignment_count'] = String(Number(before['reassignment_count']) + 1)
}

const RESOLVED: Readonly<Record<string, readonly string[]>> = { incident: ['6'], problem: ['106'] }
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  incident: ['7', '8'],
  problem: ['107'],
  change_request: ['3', '4'],
  task: ['3', '4', '7'],
}

function followState({ table, before, after, actor, now }: Change): void {
  const family =
    ['incident', 'problem', 'change_request'].find((name) => isA(table, name)) ?? 'task'
  const isIn = (states: readonly string[] | undefined, state = ''): boolean =>
    states?.includes(state) ?? false
  const state = after['state']
  const isClosed = isIn(CLOSED[family], state)
  after['active'] = isClosed ? 'false' : 'true'
  after['closed_at'] = isClosed ? now : ''
  after['closed_by'] = isClosed ? actor.userId : ''
  if (!table.columns.has('resolved_at')) return
  if (isIn(RESOLVED[family], state)) {
    after['resolved_at'] = now
    after['resolved_by'] = actor.userId
  } else if (!isClosed) {
    after['resolved_at'] = ''
    after['resolved_by'] = ''
  }
  const wasDone =
    isIn(RESOLVED[family], before?.['state']) || isIn(CLOSED[family], before?.['state'])
  if (family !== 'incident' || !wasDone || isClosed || isIn(RESOLVED[family], state)) return
  after['reopen_count'] = String(Number(before?.['reopen_count'] ?? '0') + 1)
  after['reopened_time'] = now
  after['reopened_by'] = actor.userId
}

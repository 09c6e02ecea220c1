import { beforeAll, expect, test } from 'vitest'

import { actorOf, userNamed, type Actor } from '../actor.ts'
import { Clock } from '../clock.ts'
import { buildInstance } from '../data/build.ts'
import { DEFAULT_SEED } from '../data/default-seed.ts'
import type { Input, Instance } from '../instance.ts'
import { Refusal } from '../refusal.ts'
import { DEFAULT_SETTINGS } from '../settings.ts'
import type { Row } from '../store/sorted-rows.ts'

const clock = new Clock()
let instance: Instance
let itil: Actor
beforeAll(() => {
  instance = buildInstance(clock, { ...DEFAULT_SETTINGS }, DEFAULT_SEED, [], 0)
  itil = actorOf(userNamed(instance.database, 'itil') ?? {})
})

const create = (table: string, fields: Input = {}): Row =>
  instance.insert(itil, instance.database.must(table), fields)
const change = (table: string, row: Row, fields: Input): Row =>
  instance.update(itil, instance.database.must(table), row, fields)

/** What the instance says against it; nothing where it lets it pass. */
function refusalOf(attempt: () => unknown): string | null {
  try {
    attempt()
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.detail
    throw error
  }
}

test('a problem goes its way step by step, with what each step demands', () => {
  const problem = create('problem', { impact: 1, urgency: 2 })
  expect(problem).toMatchObject({ state: '101', problem_state: '101', priority: '2' })
  expect(refusalOf(() => change('problem', problem, { state: '106' }))).toMatch(
    /^Operation against file 'problem' was aborted by Business Rule '.+\^[0-9a-f]{32}'\. Business Rule Stack:/,
  )
  expect(refusalOf(() => change('problem', problem, { state: '102' }))).toContain('Assigned to')
  change('problem', problem, { state: '102', assigned_to: itil.userId })
  change('problem', problem, { problem_state: '103' })
  expect(problem).toMatchObject({ state: '103', problem_state: '103' })
  expect(refusalOf(() => change('problem', problem, { state: '104' }))).toContain(
    'Cause notes, Fix notes',
  )
  const close = { state: '107', resolution_code: 'risk_accepted' }
  expect(refusalOf(() => change('problem', problem, close))).toContain('Cause notes, Close notes')
  change('problem', problem, { ...close, cause_notes: 'a', close_notes: 'b' })
  expect(problem).toMatchObject({ state: '107', active: 'false', closed_by: itil.userId })
})

test('a change is refused every step its model does not have', () => {
  const normal = create('change_request')
  expect(refusalOf(() => change('change_request', normal, { state: '3' }))).toContain(
    "'Change Model: Check State Transition^",
  )
  for (const state of ['-4', '-3', '-2', '-1', '0']) change('change_request', normal, { state })
  expect(refusalOf(() => change('change_request', normal, { state: '4' }))).toContain('Check State')
  expect(refusalOf(() => change('change_request', normal, { state: '3' }))).toContain('Close code')
  const closing = { state: '3', close_code: 'successful', close_notes: 'done' }
  expect(change('change_request', normal, closing)).toMatchObject({ state: '3', active: 'false' })
})

test('a refused write leaves the record as it was', () => {
  const incident = create('incident', { short_description: 'a' })
  const before = { ...incident }
  refusalOf(() =>
    change('incident', incident, { state: '6', short_description: 'b', work_notes: 'c' }),
  )
  expect(incident).toEqual(before)
  const notes = instance.database.must('sys_journal_field')
  expect([...(notes.withValue('element_id', incident['sys_id'] ?? '') ?? [])]).toEqual([])
})

test('reopening an incident is counted, and closing is undone', () => {
  const incident = create('incident')
  change('incident', incident, { state: '6', close_code: 'Duplicate', close_notes: 'x' })
  expect(incident).toMatchObject({ active: 'true', resolved_by: itil.userId })
  change('incident', incident, { state: '2' })
  expect(incident).toMatchObject({ reopen_count: '1', resolved_by: '', resolved_at: '' })
  change('incident', incident, { state: '8' })
  expect(incident).toMatchObject({ active: 'false', closed_by: itil.userId })
})

test('a subcategory of another category is dropped', () => {
  const incident = create('incident', { category: 'hardware', subcategory: 'vpn' })
  expect(incident['subcategory']).toBe('')
  change('incident', incident, { category: 'network', subcategory: 'vpn' })
  expect(incident).toMatchObject({ category: 'network', subcategory: 'vpn' })
})

test('a table below a custom one offers its own states, and inherits the rest', () => {
  const table = instance.database.must('u_vulnerability_exceptions')
  expect(instance.choices.of(table, 'state').map((one) => one.label)).toContain('Under Review')
  expect(instance.choices.of(table, 'priority')).toHaveLength(5)
  const custom = instance.database.must('u_vulnerabilities')
  expect(instance.choices.of(custom, 'state').map((one) => one.value)).toEqual([
    '-5',
    '1',
    '2',
    '3',
    '4',
    '7',
  ])
})

test('dates and names are taken as people write them where the caller says so', () => {
  const dev = actorOf(userNamed(instance.database, 'dev') ?? {})
  const input = { due_date: '2026-05-01 09:00:00', assigned_to: 'David Loo', state: 'On Hold' }
  const incidents = instance.database.must('incident')
  const row = instance.insert(dev, incidents, input, { takesDisplayValues: true })
  const david = userNamed(instance.database, 'david.loo')
  expect(row).toMatchObject({
    due_date: '2026-05-01 00:00:00',
    assigned_to: david?.['sys_id'],
    state: '3',
  })
})

test('times are the clock’s, to the second', () => {
  const incident = create('incident')
  clock.advance(90)
  change('incident', incident, { short_description: 'later' })
  const [created = '', updated = ''] = [incident['sys_created_on'], incident['sys_updated_on']]
  expect(Date.parse(updated) - Date.parse(created)).toBeGreaterThanOrEqual(90_000)
  expect(updated).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
})

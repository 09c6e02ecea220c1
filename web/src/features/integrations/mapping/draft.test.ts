import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  MAPPED_SEVERITIES,
  MAPPED_STATUSES,
  type MappingView,
} from '../../../../../src/http/contract.ts'
import { draftOf, freshDraft, inputOf } from './draft.ts'
import { anIncident, aTask } from './table.fixture.ts'

test('a table of the task kind is mapped as the guide maps it, without a click', () => {
  const { outbound } = freshDraft(aTask())
  expect(MAPPED_STATUSES.map((status) => outbound[status].state)).toEqual([
    '1', // Open
    '2', // Work in Progress
    '-5', // Pending
    '3', // Closed Complete
    '4', // Closed Incomplete
    '', // Fixed: a work note only
  ])
})

test('an incident starts with its own states, and nothing is guessed for Risk Accepted', () => {
  const { outbound } = freshDraft(anIncident())
  expect(outbound.IDENTIFIED.state).toBe('1')
  expect(outbound.IN_PROGRESS.state).toBe('2')
  expect(outbound.AWAITING_VALIDATION.state).toBe('3')
  expect(outbound.RISK_ACCEPTED.state).toBe('')
  expect(outbound.FALSE_POSITIVE.state).toBe('8')
})

test('severities start with the pairs of the guide', () => {
  expect(freshDraft(anIncident()).severities).toEqual({
    LOW: { impact: '3', urgency: '2', priority: '4' },
    MEDIUM: { impact: '2', urgency: '2', priority: '3' },
    HIGH: { impact: '1', urgency: '2', priority: '2' },
    CRITICAL: { impact: '1', urgency: '1', priority: '1' },
  })
})

test('a status without a state is not sent', () => {
  expect(inputOf(freshDraft(aTask()), 'u_task').outbound).not.toHaveProperty('FIX_ACCEPTED')
})

test('opening a project and saving it changes nothing', () => {
  fc.assert(
    fc.property(savedMapping, fc.constantFrom('incident', 'u_task'), (saved, name) => {
      const table = { ...aTask(), name }
      const { outbound, inbound, severities, creation } = inputOf(draftOf(saved, table), name)
      expect({ outbound, inbound, severities, creation }).toEqual({
        outbound: saved.outbound,
        inbound: saved.inbound,
        severities: saved.severities,
        creation: saved.creation,
      })
    }),
  )
})

const state = fc.constantFrom('1', '2', '3', '4', '7', '-5', 'gone_by_now')
const fields = fc.dictionary(fc.constantFrom('close_code', 'close_notes'), fc.string(), {
  noNullPrototype: true,
})
const hop = fc.record({ state, fields })
const row = fc.record({ state, fields, hops: fc.array(hop, { maxLength: 2 }) })
const { IDENTIFIED: _, ...optional } = Object.fromEntries(
  MAPPED_STATUSES.map((status) => [status, row]),
)
const level = fc.constantFrom('1', '2', '3')
const severity = fc.record({ impact: level, urgency: level, priority: level })

const savedMapping: fc.Arbitrary<MappingView> = fc.record({
  outbound: fc
    .tuple(row, fc.record(optional, { requiredKeys: [], noNullPrototype: true }))
    .map(([IDENTIFIED, rest]) => ({ IDENTIFIED, ...rest })),
  inbound: fc.dictionary(state, fc.constantFrom('ignore' as const, ...MAPPED_STATUSES), {
    noNullPrototype: true,
  }),
  severities: fc.record({
    [MAPPED_SEVERITIES[0]]: severity,
    [MAPPED_SEVERITIES[1]]: severity,
    [MAPPED_SEVERITIES[2]]: severity,
    [MAPPED_SEVERITIES[3]]: severity,
  }),
  priorityBy: fc.constant('direct' as const),
  creation: fields,
  winner: fc.constantFrom('servicenow' as const, 'platform' as const),
  riskAcceptedDays: fc.integer({ min: 1, max: 3650 }),
  stateLabels: fc.constant({}),
})

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { chosen, pairOf, priorityOf, promised } from './priority.ts'
import { anIncident } from './table.fixture.ts'

const stock = anIncident().lookup

test('choosing a priority fills the pair that ServiceNow ships for it', () => {
  expect(['1', '2', '3', '4'].map((priority) => pairOf(stock, priority))).toEqual([
    { impact: '1', urgency: '1' },
    { impact: '1', urgency: '2' },
    { impact: '2', urgency: '2' },
    { impact: '3', urgency: '2' },
  ])
})

test("where the instance's lookup differs, its own pair is taken", () => {
  const rows = [
    { impact: '1', urgency: '1', priority: '2' },
    { impact: '1', urgency: '3', priority: '1' },
  ]
  expect(pairOf({ source: 'instance', rows }, '1')).toEqual({ impact: '1', urgency: '3' })
  expect(chosen({ source: 'instance', rows }, '1').priority).toBe('1')
})

test('a priority that no pair gives is not promised', () => {
  const rows = [{ impact: '1', urgency: '1', priority: '3' }]
  expect(pairOf({ source: 'instance', rows }, '1')).toBeNull()
  expect(chosen({ source: 'instance', rows }, '1')).toEqual({
    impact: '1',
    urgency: '1',
    priority: '3',
  })
})

test('a table that computes no priority keeps the chosen one, whatever the pair', () => {
  const none = { source: 'none' as const, rows: [] }
  const row = { impact: '3', urgency: '3', priority: '1' }
  expect(promised(none, row)).toEqual(row)
})

test('what is promised is what the lookup says, for any lookup', () => {
  const level = fc.constantFrom('1', '2', '3')
  const anyRow = fc.record({ impact: level, urgency: level, priority: level })
  const anyRows = fc.uniqueArray(anyRow, { selector: (row) => `${row.impact}/${row.urgency}` })
  fc.assert(
    fc.property(anyRows, level, (rows, priority) => {
      const lookup = { source: 'instance' as const, rows }
      const row = chosen(lookup, priority)
      expect(row.priority).toBe(priorityOf(lookup, row) ?? priority)
    }),
  )
})

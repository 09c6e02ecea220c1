import { expect, test } from 'vitest'

import { urgency } from './log-in-end.ts'

test('the end of a log-in is told 30 days ahead, more urgently 7 and 1 days ahead', () => {
  const now = Date.parse('2026-03-01T00:00:00Z')
  expect(urgency('2026-03-31T00:00:01Z', now)).toBe('none')
  expect(urgency('2026-03-31T00:00:00Z', now)).toBe('month')
  expect(urgency('2026-03-08T00:00:01Z', now)).toBe('month')
  expect(urgency('2026-03-08T00:00:00Z', now)).toBe('week')
  expect(urgency('2026-03-02T00:00:00Z', now)).toBe('day')
  expect(urgency('2026-02-01T00:00:00Z', now)).toBe('day')
})

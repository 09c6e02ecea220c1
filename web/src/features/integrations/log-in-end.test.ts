import { expect, test } from 'vitest'

import { endsSoon } from './log-in-end.ts'

test('the end of a log-in is told 30 days ahead, not earlier', () => {
  const now = Date.parse('2026-03-01T00:00:00Z')
  expect(endsSoon('2026-03-31T00:00:00Z', now)).toBe(true)
  expect(endsSoon('2026-03-31T00:00:01Z', now)).toBe(false)
  expect(endsSoon('2026-02-01T00:00:00Z', now)).toBe(true)
})

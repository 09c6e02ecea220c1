import { expect, test } from 'vitest'

import { age, ago, dayOf } from './time-words.ts'

const now = Date.parse('2026-06-01T12:00:00Z')

test('a time is told in the largest unit that fits', () => {
  expect(ago('2026-06-01T11:57:00Z', now)).toBe('3 minutes ago')
  expect(ago('2026-05-31T11:00:00Z', now)).toBe('yesterday')
})

test('a clock that runs ahead does not make the future', () => {
  expect(ago('2026-06-01T12:00:20Z', now)).toBe('just now')
  expect(age('2026-06-01T12:00:20Z', now)).toBe('0 min')
})

test('an age is short enough for a column', () => {
  expect(age('2026-05-02T12:00:00Z', now)).toBe('30 d')
})

test('a day is the same day in every time zone', () => {
  expect(dayOf('2026-03-01')).toBe('1 Mar 2026')
})

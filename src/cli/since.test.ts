import fc from 'fast-check'
import { expect, test } from 'vitest'

import { CommandFailure } from './failure.ts'
import { readSince } from './since.ts'

const now = new Date('2026-03-10T12:00:00Z')
const since = (text: string) => readSince(text, now).toISOString()

test('a time is an age, a day or a moment with its zone', () => {
  expect(['90m', '24h', '7d', '2w'].map(since)).toEqual([
    '2026-03-10T10:30:00.000Z',
    '2026-03-09T12:00:00.000Z',
    '2026-03-03T12:00:00.000Z',
    '2026-02-24T12:00:00.000Z',
  ])
  expect(since('2026-01-31')).toBe('2026-01-31T00:00:00.000Z')
  expect(since('2026-01-31T09:00:00+02:00')).toBe('2026-01-31T07:00:00.000Z')
})

test('what is no time is refused, never guessed', () => {
  for (const text of [
    '',
    'yesterday',
    '7',
    '7y',
    '2026-02-31',
    '2026-02-31T00:00:00Z',
    '2026-01-31T09:00:00',
    '-1d',
  ]) {
    expect(() => since(text)).toThrow(CommandFailure)
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        expect(Number.isNaN(readSince(text, now).getTime())).toBe(false)
      } catch (error) {
        expect(error).toBeInstanceOf(CommandFailure)
      }
    }),
  )
})

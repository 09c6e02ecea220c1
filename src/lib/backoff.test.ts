import fc from 'fast-check'
import { expect, test } from 'vitest'

import { backoff } from './backoff.ts'

const limits = { baseMs: 100, capMs: 60_000 }
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test('the first wait is about the base, and each next one twice that', () => {
  expect(backoff(1, limits, 0)).toBe(50)
  expect(backoff(1, limits, 0.999)).toBe(100)
  expect(backoff(2, limits, 0)).toBe(100)
  expect(backoff(5, limits, 0)).toBe(800)
})

test('however often it failed, the wait stays between half the base and the cap', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), random, (failures, chance) => {
      const ms = backoff(failures, limits, chance)
      expect(ms).toBeGreaterThanOrEqual(50)
      expect(ms).toBeLessThanOrEqual(60_000)
    }),
  )
})

test('one more failure never shortens the wait of the same luck', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), random, (failures, chance) => {
      expect(backoff(failures + 1, limits, chance)).toBeGreaterThanOrEqual(
        backoff(failures, limits, chance),
      )
    }),
  )
})

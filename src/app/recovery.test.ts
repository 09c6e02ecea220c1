import fc from 'fast-check'
import { expect, test } from 'vitest'

import { recoveries } from './recovery.ts'

const A = 'https://a.service-now.com'
const B = 'https://b.service-now.com'

test('the first good answer after a trouble is a recovery, of that instance alone', () => {
  const isWellAgain = recoveries()
  expect(isWellAgain(A, 'well', 0)).toBe(false)
  // A write that fails by itself says nothing of the others.
  expect(isWellAgain(A, 'unclear', 0)).toBe(false)
  expect(isWellAgain(A, 'well', 0)).toBe(false)
  expect(isWellAgain(A, 'ill', 1)).toBe(false)
  expect(isWellAgain(A, 'unclear', 1)).toBe(false)
  expect(isWellAgain(B, 'well', 2)).toBe(false)
  expect(isWellAgain(A, 'well', 3)).toBe(true)
  expect(isWellAgain(A, 'well', 4)).toBe(false)
})

test('an instance that fails now and then recovers only every few seconds, but does', () => {
  const answers = fc.array(
    fc.tuple(fc.constantFrom('well', 'ill', 'unclear'), fc.integer({ min: 0, max: 2_000 })),
  )
  fc.assert(
    fc.property(answers, (steps) => {
      const isWellAgain = recoveries()
      const at: number[] = []
      let now = 0
      for (const [health, ms] of steps) {
        now += ms
        if (isWellAgain(A, health, now)) at.push(now)
      }
      isWellAgain(A, 'ill', now)
      // Whatever came before: quiet for a while, its next good answer counts.
      return (
        at.every((when, n) => n === 0 || when - (at[n - 1] ?? 0) >= 5_000) &&
        isWellAgain(A, 'well', now + 5_000)
      )
    }),
  )
})

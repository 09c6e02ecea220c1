import fc from 'fast-check'
import { expect, test } from 'vitest'

import { answerTo, anyRequest, fault } from './testing/any-request.ts'

// bench/emulator.ts runs a hundred thousand of them.
test('whatever is sent, the answer has the shape of the instance and is not a crash', () => {
  fc.assert(
    fc.property(anyRequest, (incoming) => {
      expect(fault(answerTo(incoming))).toBe('')
    }),
    { numRuns: 2000 },
  )
}, 60_000)

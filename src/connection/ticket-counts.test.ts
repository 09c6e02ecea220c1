import fc from 'fast-check'
import { expect, test } from 'vitest'

import { countWords, totalOf } from './ticket-counts.ts'

test('tickets are counted in words, the worst first', () => {
  const counts = { LOW: 1_200, MEDIUM: 0, HIGH: 1, CRITICAL: 4 }
  expect(countWords(counts)).toBe('4 Critical, 1 High, 1,200 Low')
  expect(totalOf(counts)).toBe(1_205)
})

test('the words add up to the total', () => {
  const count = fc.nat(1_000_000)
  fc.assert(
    fc.property(
      fc.record({ LOW: count, MEDIUM: count, HIGH: count, CRITICAL: count }),
      (counts) => {
        const told = countWords(counts).match(/[\d,]+(?= [A-Z])/g) ?? []
        const sum = told.reduce((total, words) => total + Number(words.replaceAll(',', '')), 0)
        expect(sum).toBe(totalOf(counts))
      },
    ),
  )
})

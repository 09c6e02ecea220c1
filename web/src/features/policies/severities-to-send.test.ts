import fc from 'fast-check'
import { expect, test } from 'vitest'

import { MAPPED_SEVERITIES } from '../../../../src/http/contract.ts'
import { allOf, withSeverity } from './severities-to-send.ts'

test('All is on, off or in between', () => {
  expect(allOf(MAPPED_SEVERITIES)).toBe('all')
  expect(allOf(['LOW'])).toBe('some')
  expect(allOf([])).toBe('none')
})

test('switching one severity leaves the others as they were', () => {
  const severity = fc.constantFrom(...MAPPED_SEVERITIES)
  fc.assert(
    fc.property(
      fc.subarray([...MAPPED_SEVERITIES]),
      severity,
      fc.boolean(),
      (chosen, one, isOn) => {
        const next = withSeverity(chosen, one, isOn)
        expect(next.includes(one)).toBe(isOn)
        expect(next.filter((each) => each !== one)).toEqual(chosen.filter((each) => each !== one))
      },
    ),
  )
})

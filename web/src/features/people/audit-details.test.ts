import fc from 'fast-check'
import { expect, test } from 'vitest'

import { inWords } from './audit-details.ts'

test('of a change only what differs is told', () => {
  const before = { send: true, ticketPrefix: '[CONVISO]' }
  const after = { send: true, ticketPrefix: '[SEC]' }
  expect(inWords({ before, after })).toEqual(['ticketPrefix: [CONVISO] → [SEC]'])
})

test('anything else is told as it is', () => {
  expect(inWords({ role: 'DEVELOPER', expiresInDays: null })).toEqual([
    'role=DEVELOPER',
    'expiresInDays=null',
  ])
})

test('whatever was written down can be shown', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (details) => {
      expect(() => inWords(details)).not.toThrow()
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { plain } from './plain.ts'

test('a name out of a report cannot steer a terminal or start a line', () => {
  expect(plain('\u001b[2Ja\r\nb::set-output\u202e')).toBe('[2Ja b::set-output')
})

test('whatever it is given, what comes out is one line without control characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(plain(text)).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
      expect(plain(plain(text))).toBe(plain(text))
    }),
  )
})

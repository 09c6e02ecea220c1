import fc from 'fast-check'
import { expect, test } from 'vitest'

import { KNOWN_BYTES, knownContents } from './known-contents.ts'

const content = fc.stringMatching(/^[0-9a-f]{32}$/)

test('what the asset holds is known, and nothing else', () => {
  fc.assert(
    fc.property(fc.uniqueArray(content), fc.array(content), (held, others) => {
      const bytes = held.map((one) => Buffer.from(one, 'hex').subarray(0, KNOWN_BYTES))
      const isKnown = knownContents(Buffer.concat(bytes))
      expect(held.every(isKnown)).toBe(true)
      for (const one of others) {
        const begins = (other: string) => other.startsWith(one.slice(0, KNOWN_BYTES * 2))
        expect(isKnown(one)).toBe(held.some(begins))
      }
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { baseScore, firstScore, scoreOf } from './cvss.ts'

test.each([
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
  ['CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:H', 7.4],
  ['CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
  ['CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H', 7.2],
  ['CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N', 5.5],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N', null],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 9.3],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U', 9.3],
  ['CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.3],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H', null],
  ['CVSS:4.0/AV:X/AC:X/AT:X/PR:X/UI:X/VC:X/VI:X/VA:X/SC:X/SI:X/SA:X', null],
  ['AV:N/AC:L/Au:N/C:P/I:P/A:P', 7.5],
  ['CVSS:3.1/__proto__:x', null],
  ['CVSS:3.1/AV:Q/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', null],
])('%s is %s', (vector, score) => {
  expect(baseScore(vector)).toBe(score)
})

test('a score is a number from 0 to 10, a text of one, or a vector', () => {
  expect(scoreOf('7.5')).toBe(7.5)
  expect(scoreOf(11)).toBeNull()
  expect(scoreOf({})).toBeNull()
  expect(firstScore([undefined, 'n/a', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'])).toBe(9.8)
})

test('any vector gives a score from 0 to 10 with one decimal', () => {
  const impacts = ['H', 'L', 'N']
  const vector = fc
    .record({
      AV: fc.constantFrom('N', 'A', 'L', 'P'),
      AC: fc.constantFrom('L', 'H'),
      PR: fc.constantFrom('N', 'L', 'H'),
      UI: fc.constantFrom('N', 'R'),
      S: fc.constantFrom('U', 'C'),
      C: fc.constantFrom(...impacts),
      I: fc.constantFrom(...impacts),
      A: fc.constantFrom(...impacts),
    })
    .map((metrics) => Object.entries(metrics).map(([name, value]) => `${name}:${value}`))
    .map((metrics) => `CVSS:3.1/${metrics.join('/')}`)
  fc.assert(
    fc.property(vector, (text) => {
      const score = baseScore(text) ?? -1
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(10)
      expect(Math.round(score * 10) / 10).toBe(score)
    }),
  )
})

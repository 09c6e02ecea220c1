import fc from 'fast-check'
import { expect, test } from 'vitest'

import { cut, CUT_MARK, cutWithMark, fill, isSame, oneLine, plain } from './text.ts'

const anyText = fc.string({ unit: 'binary' })

test('a line of text has no breaks and no control characters', () => {
  expect(oneLine('SQL\r\ninjection\tin\u0000 login\u2028')).toBe('SQL injection in  login')
  fc.assert(
    fc.property(anyText, (text) => {
      expect(oneLine(text)).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
      expect(oneLine(text).isWellFormed()).toBe(true)
    }),
  )
})

test('plain text keeps its lines and tabs and loses other controls', () => {
  expect(plain('a\r\nb\rc\n\td\u0007\u0000 ')).toBe('a\nb\nc\n\td')
})

test('a cut never exceeds the length, never splits a character, never loses more than half of one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(50), (text, length) => {
      const kept = cut(text, length)
      expect(text.startsWith(kept)).toBe(true)
      expect(kept.isWellFormed()).toBe(text.isWellFormed())
      expect(kept.length).toBeLessThanOrEqual(length)
      if (text.length > length) expect(kept.length).toBeGreaterThanOrEqual(length - 1)
    }),
  )
  expect(cut('ab😀', 3)).toBe('ab')
})

test('a cut that is marked fits with its mark', () => {
  expect(cutWithMark('x'.repeat(50), 30)).toBe(`${'x'.repeat(30 - CUT_MARK.length)}${CUT_MARK}`)
  expect(cutWithMark('short', 30)).toBe('short')
  expect(cutWithMark('xxxxxxxxxxxx', 5)).toBe('xxxxx')
})

test('only the four placeholders are filled, once', () => {
  const values = { id: '42', title: '{reason} {id}', reason: 'because $&', actor: 'Ada' }
  expect(fill('{id}: {title} {reason} {actor} {other} {ID}', values)).toBe(
    '42: {reason} {id} because $& Ada {other} {ID}',
  )
})

test('line ends and blanks at the end are no difference', () => {
  expect(isSame('a\nb', 'a\r\nb\r\n')).toBe(true)
  expect(isSame('a', 'b')).toBe(false)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCursor, writeCursor } from './cursor.ts'

test('a cursor leads back to where it was written, and only in its own list', () => {
  const after = fc.record({ key: fc.string({ maxLength: 200 }), id: fc.nat() })
  fc.assert(
    fc.property(after, (place) => {
      const cursor = writeCursor('assets:name:asc', place)
      expect(cursor).toMatch(/^[\w-]+$/)
      expect(readCursor('assets:name:asc', cursor)).toEqual(place)
      expect(() => readCursor('assets:name:desc', cursor)).toThrow('does not belong')
    }),
  )
})

test('what is no cursor is refused, and no cursor is the beginning', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (text) => {
      expect(() => readCursor('assets', text)).toThrow('does not belong')
    }),
  )
  expect(readCursor('assets', undefined)).toBeNull()
})

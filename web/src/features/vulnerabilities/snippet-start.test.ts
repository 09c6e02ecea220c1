import { expect, test } from 'vitest'

import { snippetStart } from './snippet-start.ts'

test('a snippet with context before the line starts earlier', () => {
  expect(snippetStart('a()\n  b()\nc()', 'b()', 42)).toBe(41)
})

test('a snippet that does not hold the line starts at it', () => {
  expect(snippetStart('a()', 'z()', 42)).toBe(42)
  expect(snippetStart('a()', undefined, 42)).toBe(42)
})

test('no snippet starts before the first line', () => {
  expect(snippetStart('x\ny\nb()', 'b()', 1)).toBe(1)
})

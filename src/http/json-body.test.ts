import fc from 'fast-check'
import { expect, test } from 'vitest'
import { brokenAt } from './json-body.ts'

test('the place where JSON breaks is found', () => {
  for (const [text, index] of [
    ['{"a": 1,}', 8],
    ['{"a": nope}', 7],
    ['[1, 2', 5],
    ['"open', 5],
    ['{"a" 1}', 5],
    ['x', 0],
  ] as const) {
    expect([text, brokenAt(text)]).toEqual([text, index])
  }
})

test('whatever stands before the broken place could still become JSON', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom('}', ']', '\u0001', 'x'), (text, at, bad) => {
      const index = at % (text.length + 1)
      const broken = `${text.slice(0, index)}${bad}${text.slice(index)}`
      if (isJson(broken)) return
      expect(brokenAt(broken)).toBeGreaterThanOrEqual(0)
      expect(brokenAt(broken)).toBeLessThanOrEqual(broken.length)
    }),
  )
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PathChoice } from './json-paths.ts'
import { JsonWalk, type Taken } from './json-walk.ts'
import { ReportError } from './report.ts'

test('the values at the chosen paths are given, and nothing else', () => {
  const text = '{"a":[{"b":[1,{"c":2}]},{"b":["x"]}],"b":[3],"t":{"n":null}}'
  const taken = walk(text, { take: ['a.*.b.*', 't'], count: ['a.*'] })
  expect(taken.map(({ path, value, indexes }) => ({ path, value, indexes }))).toEqual([
    { path: 'a[0].b[0]', value: 1, indexes: [0, 0] },
    { path: 'a[0].b[1]', value: { c: 2 }, indexes: [0, 1] },
    { path: 'a[1].b[0]', value: 'x', indexes: [1, 0] },
    { path: 't', value: { n: null }, indexes: [] },
  ])
})

test('a text is accepted exactly when JSON.parse accepts it, and gives the same value', () => {
  fc.assert(
    fc.property(nearlyJson, fc.integer({ min: 1, max: 9 }), (text, size) => {
      const whole = attempt(() => walk(text, { take: [''] }, size)[0]?.value)
      const expected = attempt(() => JSON.parse(text) as unknown)
      expect(whole).toEqual(expected)
      // Without taking anything the grammar alone decides.
      const bare = attempt(() => walk(text, { take: [] }, size).length)
      expect(bare.ok).toBe(expected.ok)
      // Nor does it make a difference that JSON.parse alone looks inside.
      const skimmed = attempt(() => walk(text, { take: [''], skim: [''] }, size)[0]?.value)
      expect(skimmed).toEqual(expected)
    }),
    { numRuns: 2000 },
  )
})

test('an error says at which byte and path', () => {
  expect(failure('{"runs":[{"results":[{"a":1},{"a":tru}]}]}').where).toEqual({
    path: 'runs[0].results[1].a',
    offset: 34,
  })
  expect(failure('{"runs":[{"results":[1,2').message).toContain('ends too early')
  expect(failure('{"a":"x\u0000"}').problem).toContain('a NUL byte')
  expect(failure('{}\n{}').advice).toContain('JSON Lines')
})

test('a value of the wrong kind is named with its path', () => {
  const choice: PathChoice = { take: [], expect: { runs: 'list' } }
  expect(() => walk('{"runs":{}}', choice)).toThrow(
    'a list [ ] was expected here (at runs, byte 8)',
  )
  expect(() => walk('{"runs":null}', choice)).not.toThrow()
})

test('what is only skimmed ends where it would, and what stands after it is checked', () => {
  const inside = '{"a":[{"b":"}]\\"\\\\"},"{"],"\\\\":{}}'
  const choice: PathChoice = { take: ['x.*', 'y'], count: ['x.*'], skim: ['x.*'] }
  for (const size of [1, 2, 3, 1000]) {
    const taken = walk(`{"x":[${inside},[${inside}]],"y":1}`, choice, size)
    const value: unknown = JSON.parse(inside)
    expect(taken.map((one) => one.value)).toEqual([value, [value], 1])
  }
  const deep = { take: [], skim: ['x'] }
  expect(() => walk(`{"x":${'['.repeat(300)}`, deep)).toThrow('nested deeper')
  expect(() => walk('{"x":[1]]', deep)).toThrow('byte 8')
})

test('nesting, numbers and keys without end are refused', () => {
  expect(failure('['.repeat(300)).problem).toContain('nested deeper')
  expect(failure('1'.repeat(100_000)).problem).toContain('longer than')
  expect(failure(`{"${'k'.repeat(100_000)}`).problem).toContain('longer than')
})

test('a key with the name of a prototype stays a key', () => {
  const [taken] = walk('{"__proto__":{"polluted":true}}', { take: [''] })
  expect(Object.keys(taken?.value ?? {})).toEqual(['__proto__'])
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

const nearlyJson = fc.oneof(
  fc.json(),
  fc.json().chain((text) => fc.nat(text.length).map((at) => text.slice(0, at))),
  fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom(...Array.from('{}[]",:0-+.eE \\utfn\n\u0000é')))
    .map(([text, at, put]) => {
      const i = at % (text.length + 1)
      return text.slice(0, i) + put + text.slice(i + (at % 2))
    }),
)

function walk(text: string, choice: PathChoice, size = 1000): Taken[] {
  const bytes = Buffer.from(text)
  const it = new JsonWalk(choice)
  const taken: Taken[] = []
  for (let i = 0; i < bytes.length; i += size) taken.push(...it.push(bytes.subarray(i, i + size)))
  taken.push(...it.end())
  return taken
}

function attempt<T>(act: () => T): { ok: true; value: T } | { ok: false } {
  try {
    return { ok: true, value: act() }
  } catch {
    return { ok: false }
  }
}

function failure(text: string): ReportError {
  try {
    walk(text, { take: [] })
  } catch (error) {
    if (error instanceof ReportError) return error
    throw error
  }
  throw new Error('accepted')
}

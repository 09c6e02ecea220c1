import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  COVERAGES,
  isComplete,
  NO_DRAFT,
  problemOf,
  wishOf,
  withFiles,
  withoutFile,
} from './import-draft.ts'

const file = (name: string) => new File(['{}'], name)

test('only a person who says so makes an import a statement', () => {
  expect(wishOf(NO_DRAFT, {})).toEqual({})
  expect(wishOf({ ...NO_DRAFT, coverage: 'asset' }, {})).toEqual({ scope: '' })
  const part = { ...NO_DRAFT, coverage: 'part', part: ' main ', allowEmpty: true } as const
  expect(wishOf(part, { dryRun: true, tickets: 'hold' })).toEqual({
    scope: 'main',
    allowEmpty: 'true',
    dryRun: 'true',
    tickets: 'hold',
  })
})

test('a part without a name is never sent: it would close the whole asset', () => {
  const draft = fc.record({
    files: fc.constantFrom([], [file('a.json')]),
    coverage: fc.constantFrom(...COVERAGES),
    part: fc.constantFrom('', '  ', 'main'),
    allowEmpty: fc.boolean(),
  })
  fc.assert(
    fc.property(draft, (each) => {
      const closesAll = wishOf(each, {}).scope === ''
      if (isComplete(each)) expect(closesAll).toBe(each.coverage === 'asset')
    }),
  )
})

test('a report of the same name takes the place of the other', () => {
  const two = withFiles(withFiles(NO_DRAFT, [file('a'), file('b')]), [file('a')])
  expect(two.files.map(({ name }) => name)).toEqual(['b', 'a'])
  expect(withoutFile(two, 'b').files.map(({ name }) => name)).toEqual(['a'])
})

test('more than the server takes is refused before it is sent', () => {
  const many = { ...NO_DRAFT, files: Array.from({ length: 51 }, (_, at) => file(`${at}`)) }
  const large = Object.defineProperty(file('a'), 'size', { value: 201 * 1024 * 1024 })
  expect([many, { ...NO_DRAFT, files: [large] }].map(isComplete)).toEqual([false, false])
  expect(problemOf(many)).toBe('These are 51 files: one import takes 50.')
  expect(problemOf(NO_DRAFT)).toBe(null)
})

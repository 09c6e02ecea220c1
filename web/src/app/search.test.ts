import { expect, test } from 'vitest'

import { keep, listOf } from './search.ts'

test('what a URL says beyond the known names is left out', () => {
  expect(keep({ search: 'xss', evil: 'x', cursor: '' }, ['search', 'cursor'])).toEqual({
    search: 'xss',
  })
})

test('unknown values of a filter are ignored', () => {
  expect(listOf('HIGH,NONSENSE,LOW', ['LOW', 'MEDIUM', 'HIGH'])).toEqual(['LOW', 'HIGH'])
  expect(listOf(undefined, ['LOW'])).toEqual([])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { apiFilters, isFiltered } from './delivery-search.ts'

test('a range of days holds all of its last day', () => {
  const { from, to } = apiFilters({ from: '2026-03-01', to: '2026-03-01' })
  expect(Date.parse(String(to)) - Date.parse(String(from))).toBe(86_400_000 - 1)
})

test('what somebody typed into the address is left out where it means nothing', () => {
  expect(apiFilters({ level: 'LOUD', from: 'yesterday', to: '2026-99-99' })).toEqual({})
})

test('choosing an integration is no filter', () => {
  expect(isFiltered({ integration: '2' })).toBe(false)
  expect(isFiltered({ integration: '2', level: 'WARN' })).toBe(true)
})

test('whatever the address says, the question can be asked', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (search, level, from) => {
      expect(() => apiFilters({ search, level, from })).not.toThrow()
    }),
  )
})

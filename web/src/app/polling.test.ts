import { expect, test } from 'vitest'

import { ApiError } from './api.ts'
import { polling } from './polling.ts'

test('what was refused is not asked for again, what failed is', () => {
  const answered = (status: number) => new ApiError({ type: 'about:blank', title: 'No', status })
  const ask = polling<string>((data) => (data === undefined ? 700 : false))
  expect(ask({ state: { data: undefined, error: null } })).toBe(700)
  expect(ask({ state: { data: undefined, error: answered(503) } })).toBe(700)
  expect(ask({ state: { data: undefined, error: answered(404) } })).toBe(false)
  expect(ask({ state: { data: 'all', error: null } })).toBe(false)
  expect(polling(5_000)({ state: { data: 'all', error: answered(404) } })).toBe(false)
})

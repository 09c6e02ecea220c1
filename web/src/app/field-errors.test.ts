import { expect, test } from 'vitest'

import { ApiError } from './api.ts'
import { fieldError, unplaced } from './field-errors.ts'

const refused = new ApiError({
  type: 'about:blank',
  title: 'Not saved',
  status: 422,
  remedy: 'Write it as https://your-instance.service-now.com',
  errors: [
    { pointer: '/instanceUrl', detail: 'must start with https://' },
    { pointer: '/other', detail: 'unknown' },
  ],
})

test('a field says what is wrong with it and what to do', () => {
  expect(fieldError(refused, '/instanceUrl')).toBe(
    'Must start with https://. Write it as https://your-instance.service-now.com',
  )
  expect(fieldError(refused, '/clientId')).toBeUndefined()
})

test('what no field shows is left for the form', () => {
  expect(unplaced(refused, ['/instanceUrl'])).toMatchObject({
    problem: { errors: [{ pointer: '/other' }] },
  })
  expect(unplaced(refused, ['/instanceUrl', '/other'])).toBeNull()
})

test('an error about no field stays whole', () => {
  const silent = new ApiError({ type: 'about:blank', title: 'No answer', status: 502 })
  expect(unplaced(silent, ['/instanceUrl'])).toBe(silent)
  expect(unplaced(null, [])).toBeNull()
})

test('a host at the beginning keeps its spelling', () => {
  const host = new ApiError({
    type: 'about:blank',
    title: 'Not saved',
    status: 400,
    errors: [{ pointer: '/instanceUrl', detail: 'example.com is not allowed' }],
  })
  expect(fieldError(host, '/instanceUrl')).toBe('example.com is not allowed.')
})

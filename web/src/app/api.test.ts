import { expect, test } from 'vitest'

import { ApiError, apiUrl, problemOf } from './api.ts'

test('empty values leave no trace in an address, and values can not become syntax', () => {
  expect(apiUrl('/vulnerabilities', { search: 'a&b=c', status: ['A', 'B'], cursor: null })).toBe(
    '/api/v1/vulnerabilities?search=a%26b%3Dc&status=A%2CB',
  )
  expect(apiUrl('/assets', { search: '', limit: undefined })).toBe('/api/v1/assets')
})

test('the sign-in library is mounted beside the versioned API', () => {
  expect(apiUrl('/auth/sign-out')).toBe('/api/auth/sign-out')
})

test('a Problem is passed on whole', () => {
  const body = JSON.stringify({ type: 'x', title: 'Refused', status: 409, remedy: 'Wait.' })
  expect(problemOf(409, body)).toMatchObject({ title: 'Refused', status: 409, remedy: 'Wait.' })
})

test('an answer that is no Problem is still told', () => {
  expect(problemOf(401, '{"message":"Invalid password"}').detail).toBe('Invalid password')
  expect(problemOf(502, '<html>').detail).toBe('The server answered 502.')
})

test('a refusal is not worth asking again; a busy or broken server is', () => {
  const refused = (status: number) => new ApiError(problemOf(status, '')).isRefusal
  expect([403, 404, 409, 429, 503].map(refused)).toEqual([true, true, true, false, false])
})

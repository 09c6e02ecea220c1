import { expect, test } from 'vitest'

import { arrivalOf, isEmpty } from './callback-arrival.ts'

test('a granted log-in brings code and state', () => {
  expect(arrivalOf('?code=a%2Bb&state=0f1e')).toEqual({ state: '0f1e', code: 'a+b' })
})

test('a denied one says so', () => {
  const arrival = arrivalOf('?error=access_denied&error_description=no&state=0f1e')
  expect(arrival).toEqual({ state: '0f1e', error: 'access_denied', errorDescription: 'no' })
  expect(isEmpty(arrival)).toBe(false)
})

test('an address without either is nothing to send', () => {
  expect(isEmpty(arrivalOf(''))).toBe(true)
  expect(isEmpty(arrivalOf('?state=0f1e'))).toBe(true)
})

import { expect, test } from 'vitest'
import { z } from 'zod'

import { apiUrl, isInTheClear } from './api.ts'
import { readAnswer } from './answer.ts'
import { CommandFailure } from './failure.ts'
import { unreachable } from './unreachable.ts'

const url = 'https://lockstep.example.com'

function failureOf(status: number, body: unknown, headers = {}): CommandFailure {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  try {
    readAnswer({ status, headers, text, url }, z.object({ id: z.int() }))
  } catch (error) {
    if (error instanceof CommandFailure) return error
  }
  throw new Error('it was read')
}

test('the words of the server are what its caller reads', () => {
  const problem = { type: 'x', title: 'Not valid', status: 400, detail: 'The name is empty.' }
  expect(failureOf(400, { ...problem, remedy: 'Name it.' })).toMatchObject({
    message: 'The name is empty.',
    remedy: 'Name it.',
    exitCode: 1,
    isPassing: false,
  })
})

test('what may pass by itself is told from what will not', () => {
  const problem = { type: 'x', title: 'No' }
  const ends = [400, 401, 403, 404, 413, 422, 429, 500, 503].map((status) => {
    const { exitCode, isPassing } = failureOf(status, { ...problem, status })
    return [status, exitCode, isPassing]
  })
  expect(ends).toEqual([
    [400, 1, false],
    [401, 3, false],
    [403, 3, false],
    [404, 1, false],
    [413, 1, false],
    [422, 1, false],
    [429, 3, true],
    [500, 1, false],
    [503, 3, true],
  ])
})

test('what is not Lockstep is recognised, and where it leads is said', () => {
  const moved = failureOf(301, '', { location: 'https://elsewhere.example.com/' })
  expect(moved.message).toContain('which leads to https://elsewhere.example.com/')
  for (const failure of [moved, failureOf(200, '<html>'), failureOf(200, {}), failureOf(502, '')]) {
    expect(failure.exitCode).toBe(3)
    expect(failure.remedy).toContain('LOCKSTEP_URL')
  }
})

test('an address may be copied out of the browser', () => {
  expect(apiUrl('https://lockstep.example.com')).toBe(url)
  expect(apiUrl('https://lockstep.example.com/spa/assets/3?tab=x')).toBe(url)
  expect(apiUrl('https://example.com/lockstep/')).toBe('https://example.com/lockstep')
  expect(() => apiUrl('lockstep.example.com:8080')).toThrow('not an http or https URL')
})

test('a key that could be read on the way is known', () => {
  const clear = [
    'http://lockstep:8080',
    'http://10.0.0.3',
    'https://10.0.0.3',
    'http://127.0.0.1:1',
  ]
  expect(clear.map(isInTheClear)).toEqual([true, true, false, false])
  expect(isInTheClear('http://[::1]:8080')).toBe(false)
})

test('a certificate that is not trusted is not tried again', () => {
  const failed = (code: string) => unreachable(url, Object.assign(new Error('no'), { code }))
  expect(failed('SELF_SIGNED_CERT_IN_CHAIN')).toMatchObject({ isPassing: false, exitCode: 3 })
  expect(failed('ERR_TLS_CERT_ALTNAME_INVALID').remedy).toContain('NODE_EXTRA_CA_CERTS')
  expect(failed('ECONNREFUSED')).toMatchObject({ isPassing: true, exitCode: 3 })
})

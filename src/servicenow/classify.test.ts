import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Method } from './answer.ts'
import { classify, readJson, retryAfterMs } from './classify.ts'
import { answered, refusedWith } from '../../test/support/servicenow/answers.ts'

const NOW = new Date('2026-01-01T00:00:00Z')
const HTML = { 'content-type': 'text/html;charset=UTF-8' }
const RULE =
  "Operation against file 'incident' was aborted by Business Rule 'No robots^0a1b'. " +
  'Business Rule Stack:No robots'
const POLICY =
  'Data Policy Exception: \n\tThe following fields are mandatory: Resolution code, Close notes'
const BROKEN =
  '{"result":[{"number":"INC1"},{"error":{"detail":"maximum execution time exceeded",' +
  '"message":"Transaction cancelled: maximum execution time exceeded"},"status":"failure"}'

type Case = readonly [
  name: string,
  answer: ReturnType<typeof answered>,
  method: Method,
  like: object,
]

const CASES: readonly Case[] = [
  [
    'a refused token',
    refusedWith(401, 'User Not Authenticated', 'Required to provide Auth information'),
    'GET',
    { kind: 'reauthorize', code: 'not_authenticated' },
  ],
  [
    'an application that is securely scoped',
    refusedWith(403, 'User Not Authorized', 'Access to unscoped api is not allowed'),
    'POST',
    { kind: 'refused', code: 'securely_scoped', outcome: 'known' },
  ],
  [
    'an access rule',
    refusedWith(403, 'Operation Failed', 'ACL Exception Insert Failed due to security constraints'),
    'POST',
    { kind: 'refused', code: 'access_denied', outcome: 'known' },
  ],
  [
    'a data policy',
    refusedWith(403, 'Operation Failed', POLICY),
    'PATCH',
    { kind: 'refused', code: 'data_policy', fields: ['Resolution code', 'Close notes'] },
  ],
  [
    'a business rule',
    refusedWith(403, 'Operation Failed', RULE),
    'PATCH',
    { kind: 'refused', code: 'business_rule', rule: 'No robots' },
  ],
  [
    'a second record with our sys_id',
    refusedWith(
      403,
      'Operation Failed',
      "Unique Key violation detected by database (Duplicate entry 'x' for key 'y')",
    ),
    'POST',
    { kind: 'refused', code: 'duplicate', outcome: 'known' },
  ],
  [
    'a record that is not there',
    refusedWith(
      404,
      'No Record found',
      "Record doesn't exist or ACL restricts the record retrieval",
    ),
    'GET',
    { kind: 'refused', code: 'not_found' },
  ],
  ['an unknown table', refusedWith(400, 'Invalid table x', null), 'GET', { code: 'invalid_table' }],
  [
    'an unknown path',
    refusedWith(400, 'Requested URI does not represent any resource', null),
    'GET',
    { code: 'no_such_resource' },
  ],
  [
    'too many requests',
    answered(429, 'busy', { 'retry-after': '7' }),
    'POST',
    { kind: 'retry', code: 'rate_limited', outcome: 'known', retryAfterMs: 7_000 },
  ],
  [
    'a cancelled transaction',
    refusedWith(500, 'Transaction cancelled: maximum execution time exceeded', null),
    'POST',
    { kind: 'retry', code: 'unavailable', outcome: 'unknown' },
  ],
  [
    'a gateway that gave up',
    answered(504, '<html><title>504</title>', HTML),
    'GET',
    { kind: 'retry' },
  ],
  [
    'rows with an error appended',
    { ...answered(200, BROKEN), headers: { 'content-type': 'application/json' } },
    'GET',
    { kind: 'retry', code: 'broken_answer', outcome: 'known' },
  ],
  [
    'an empty answer to a create',
    answered(201, ''),
    'POST',
    { code: 'empty_answer', outcome: 'unknown' },
  ],
  [
    'a hibernating instance',
    answered(200, '<html><head><title>Instance Hibernating page</title>', HTML),
    'POST',
    { kind: 'retry', code: 'hibernating', outcome: 'known' },
  ],
  [
    'a hibernating instance that redirects',
    answered(302, '', { location: 'https://developer.servicenow.com/x' }),
    'GET',
    { kind: 'retry', code: 'hibernating' },
  ],
  [
    'any other redirect',
    answered(302, '', { location: 'https://evil.example/x?token=1' }),
    'POST',
    { kind: 'retry', code: 'redirected', outcome: 'unknown' },
  ],
  [
    'a log-in page',
    answered(200, '<html><title>Log in | ServiceNow</title>', HTML),
    'GET',
    { code: 'login_page' },
  ],
  [
    'some web page',
    answered(200, '<!doctype html><title>Hi</title>', HTML),
    'GET',
    { code: 'not_servicenow' },
  ],
]

test.each(CASES)('%s', (_name, answer, method, like) => {
  expect(classify(answer, method, NOW)).toMatchObject(like)
})

test('JSON with a good status is handed on, and 204 has nothing to say', () => {
  expect(readJson(answered(200, { result: [] }), 'GET')).toEqual({ result: [] })
  expect(classify(answered(204), 'DELETE', NOW)).toBeNull()
})

test('Retry-After is understood in seconds, as a date and by its cousin', () => {
  const wait = (headers: Record<string, string>) => retryAfterMs(answered(429, '', headers), NOW)
  expect(wait({ 'retry-after': '120' })).toBe(120_000)
  expect(wait({ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' })).toBe(30_000)
  expect(wait({ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' })).toBe(0)
  expect(wait({ 'x-ratelimit-reset': String(NOW.getTime() / 1000 + 90) })).toBe(90_000)
  expect(wait({ 'retry-after': 'soon' })).toBeNull()
  expect(wait({})).toBeNull()
})

test('whatever an instance answers is JSON or a classified failure', () => {
  const answer = fc.record({
    status: fc.integer({ min: 200, max: 599 }),
    text: fc.oneof(fc.string(), fc.json(), fc.constant('<html>')),
    headers: fc.dictionary(fc.constantFrom('content-type', 'retry-after', 'location'), fc.string()),
    ms: fc.constant(1),
  })
  const method = fc.constantFrom<Method>('GET', 'POST', 'PATCH')
  fc.assert(
    fc.property(answer, method, (given, verb) => {
      const problem = classify(given, verb, NOW)
      if (problem === null) expect(given.status).toBeLessThan(300)
      // A 5xx or a senseless success never claims to know that a write did not happen.
      if (verb === 'POST' && given.status >= 500) {
        expect(problem?.outcome === 'unknown' || problem?.code === 'hibernating').toBe(true)
      }
    }),
  )
})

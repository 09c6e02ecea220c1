import { expect, test } from 'vitest'

import { parseInstance } from './address.ts'
import type { Method } from './answer.ts'
import { ServiceNowError, type FailureCode } from './errors.ts'
import { observed, type Health } from './observed.ts'

const instance = parseInstance('https://acme.service-now.com', [])

async function healthAfter(method: Method, end: number | FailureCode): Promise<Health> {
  const seen: Health[] = []
  const http = {
    async send() {
      if (typeof end === 'number') return { status: end, headers: {}, text: '', ms: 1 }
      throw new ServiceNowError('failed', { kind: 'retry', code: end, outcome: 'known' })
    },
    giveUp() {},
    close: () => Promise.resolve(),
  }
  const watched = observed(http, [{ onEnded: ({ health }) => seen.push(health) }])
  await watched.send(instance, { method, path: '/' }).catch(() => undefined)
  return seen[0] ?? 'unclear'
}

test('an instance is ill where it says so, is not there, or cannot even be read', async () => {
  for (const end of [429, 502, 503, 504, 'unreachable', 'cut_off'] as const) {
    expect([end, await healthAfter('PATCH', end)]).toEqual([end, 'ill'])
  }
  expect(await healthAfter('GET', 500)).toBe('ill')
  expect(await healthAfter('GET', 'timeout')).toBe('ill')
})

test('a refusal is a sign of health, and a write that fails by itself no sign of anything', async () => {
  for (const status of [200, 201, 401, 403, 404]) {
    expect([status, await healthAfter('POST', status)]).toEqual([status, 'well'])
  }
  expect(await healthAfter('PATCH', 500)).toBe('unclear')
  expect(await healthAfter('POST', 'timeout')).toBe('unclear')
  // That was us.
  expect(await healthAfter('GET', 'aborted')).toBe('unclear')
})

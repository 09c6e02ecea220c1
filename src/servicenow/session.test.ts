import fc from 'fast-check'
import { expect, test } from 'vitest'

import { memoryTokens } from '../../test/support/servicenow/tokens.ts'
import { ServiceNowError } from './errors.ts'
import { Session } from './session.ts'

/** An instance that issues tokens of a given life, and a clock that the test moves. */
function world(lifeMs: number, leftMs: number) {
  const clock = { now: Date.now() }
  let refreshes = 0
  const store = memoryTokens({ expiresAt: new Date(clock.now + leftMs) })
  const session = new Session({
    store,
    now: () => new Date(clock.now),
    spacedRetryMs: 1,
    refresh: (refreshToken) => {
      refreshes += 1
      return Promise.resolve({
        accessToken: `token${refreshes}`,
        refreshToken,
        expiresAt: new Date(clock.now + lifeMs),
        refreshExpiresAt: null,
      })
    },
  })
  return { session, store, clock, refreshes: () => refreshes }
}

test('a token is used until shortly before its end, then renewed', async () => {
  const w = world(1_800_000, 100_000)
  expect(await w.session.accessToken()).toBe('first')
  w.clock.now += 15_000
  expect(await w.session.accessToken()).toBe('token1')
  expect(await w.session.accessToken()).toBe('token1')
  expect(w.refreshes()).toBe(1)
})

test('tokens that live for a minute are not renewed for every call', async () => {
  const w = world(60_000, -1)
  for (let n = 0; n < 10; n++) await w.session.accessToken()
  expect(w.refreshes()).toBe(1)
})

test('callers that come together wait for one refresh', async () => {
  const w = world(1_800_000, -1)
  const got = await Promise.all(Array.from({ length: 20 }, () => w.session.accessToken()))
  expect(new Set(got)).toEqual(new Set(['token1']))
})

test('a refused token that another process has replaced needs no refresh', async () => {
  const w = world(1_800_000, 1_000_000)
  const old = await w.session.accessToken()
  w.store.current = { ...w.store.current, accessToken: 'newer', version: 2 }
  expect(await w.session.replace(old)).toBe('newer')
  expect(w.refreshes()).toBe(0)
})

test('without a refresh token a person is asked for at once', async () => {
  const store = memoryTokens({ accessToken: null, refreshToken: null, expiresAt: null })
  const session = new Session({ store, refresh: () => Promise.reject(new Error('never')) })
  await expect(session.accessToken()).rejects.toMatchObject({ code: 'login_again' })
})

test('a failure that is nobody’s refusal never asks a person to log in', async () => {
  const store = memoryTokens({ expiresAt: new Date(0) })
  const facts = { kind: 'retry', code: 'unavailable', outcome: 'known' } as const
  const session = new Session({
    store,
    refresh: () => Promise.reject(new ServiceNowError('busy', facts)),
  })
  await expect(session.accessToken()).rejects.toMatchObject({ kind: 'retry' })
  expect(store.current.refusal).toBeNull()
})

test('whatever the lives and pauses, no token is handed out after its end', async () => {
  const life = fc.integer({ min: 40_000, max: 3_600_000 })
  const pauses = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(life, pauses, async (lifeMs, steps) => {
      const w = world(lifeMs, lifeMs)
      for (const ms of steps) {
        w.clock.now += ms
        const token = await w.session.accessToken()
        expect(w.store.current.accessToken).toBe(token)
        expect(w.store.current.expiresAt?.getTime() ?? 0).toBeGreaterThan(w.clock.now)
      }
      expect(w.refreshes()).toBeLessThanOrEqual(steps.length + 1)
    }),
    { numRuns: 50 },
  )
})

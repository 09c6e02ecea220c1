import { expect, test } from 'vitest'

import { sleep } from './sleep.ts'

test('a sleep ends by itself', async () => {
  const start = performance.now()
  await sleep(20)
  // Timers may fire a fraction of a millisecond early.
  expect(performance.now() - start).toBeGreaterThan(18)
})

test('an aborted sleep ends at once with the reason it was given', async () => {
  const reason = new Error('the worker is stopping')
  const controller = new AbortController()
  const sleeping = sleep(60_000, controller.signal)
  controller.abort(reason)
  await expect(sleeping).rejects.toBe(reason)
})

test('a sleep that is aborted before it begins does not begin', async () => {
  const reason = new Error('already stopped')
  await expect(sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason)
})

import { expect, test } from 'vitest'

import { mayReadMetrics, type Asker } from './metrics-access.ts'

const here: Asker = {
  authorization: undefined,
  address: '127.0.0.1',
  host: '127.0.0.1:8080',
  isForwarded: false,
}
const LOCAL = { token: null, isLocal: true }

test('without a token the metrics are told to this machine, and to nobody else', () => {
  expect(mayReadMetrics(LOCAL, here)).toBe(true)
  expect(mayReadMetrics(LOCAL, { ...here, address: '::1', host: '[::1]:8080' })).toBe(true)
  expect(mayReadMetrics(LOCAL, { ...here, address: '::ffff:127.0.0.1', host: 'localhost' })).toBe(
    true,
  )
  for (const other of [
    { address: '192.0.2.7' },
    { address: '::ffff:192.0.2.7' },
    { host: 'rebound.example:8080' },
    { host: '127.0.0.1.example' },
    { isForwarded: true },
  ]) {
    expect(mayReadMetrics(LOCAL, { ...here, ...other })).toBe(false)
  }
  // A proxy on this machine looks like this machine.
  expect(mayReadMetrics({ token: null, isLocal: false }, here)).toBe(false)
})

test('where there is a token it is needed, from wherever one asks', () => {
  const rule = { token: 's3cret', isLocal: true }
  expect(mayReadMetrics(rule, here)).toBe(false)
  expect(mayReadMetrics(rule, { ...here, authorization: 'Bearer s3cre' })).toBe(false)
  expect(mayReadMetrics(rule, { ...here, authorization: 's3cret' })).toBe(false)
  const far = { ...here, address: '192.0.2.7', host: 'x.example', isForwarded: true }
  expect(mayReadMetrics(rule, { ...far, authorization: 'Bearer s3cret' })).toBe(true)
})

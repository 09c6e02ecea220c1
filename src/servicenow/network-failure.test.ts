import { expect, test } from 'vitest'

import { networkFailure } from './network-failure.ts'

const IN_TIME = { timedOut: false, timeoutMs: 1_000 }

function broken(code: string, syscall = ''): Error {
  return Object.assign(new Error(code), { code }, syscall === '' ? {} : { syscall })
}

type Case = readonly [error: Error, code: string, outcome: 'known' | 'unknown']

const WRITES: readonly Case[] = [
  [broken('ECONNREFUSED', 'connect'), 'unreachable', 'known'],
  [broken('ENOTFOUND', 'getaddrinfo'), 'unreachable', 'known'],
  [broken('ETIMEDOUT', 'connect'), 'unreachable', 'known'],
  [broken('UND_ERR_CONNECT_TIMEOUT'), 'unreachable', 'known'],
  [broken('ETIMEDOUT', 'read'), 'cut_off', 'unknown'],
  [broken('EHOSTUNREACH', 'write'), 'cut_off', 'unknown'],
  [broken('ECONNRESET', 'read'), 'cut_off', 'unknown'],
  [broken('UND_ERR_SOCKET'), 'cut_off', 'unknown'],
  [broken('CERT_HAS_EXPIRED'), 'tls', 'known'],
  [broken('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls', 'known'],
  [broken('ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC', 'read'), 'tls', 'unknown'],
  [broken('UND_ERR_HEADERS_TIMEOUT'), 'timeout', 'unknown'],
  [new AggregateError([broken('ECONNREFUSED', 'connect')]), 'unreachable', 'known'],
  [new Error('wrapped', { cause: broken('ENOTFOUND', 'getaddrinfo') }), 'unreachable', 'known'],
  [new Error('anything else'), 'cut_off', 'unknown'],
]

test.each(WRITES)('a write that fails with %s', (error, code, outcome) => {
  expect(networkFailure(error, 'POST', IN_TIME)).toMatchObject({ kind: 'retry', code, outcome })
})

test.each(WRITES)('a read that fails with %s leaves nothing open', (error) => {
  expect(networkFailure(error, 'GET', IN_TIME).outcome).toBe('known')
})

test('a failure repeats nothing of what was sent', () => {
  const failure = networkFailure(broken('ECONNRESET', 'canary'), 'POST', IN_TIME)
  expect(failure.message).not.toContain('canary')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { AddressError, parseInstance } from './address.ts'

const SAME: readonly [input: string, origin: string][] = [
  ['https://acme.service-now.com', 'https://acme.service-now.com'],
  ['https://ACME.Service-Now.com/', 'https://acme.service-now.com'],
  ['  https://acme.service-now.com.:443/ ', 'https://acme.service-now.com'],
  ['https://acme.servicenowservices.com', 'https://acme.servicenowservices.com'],
]

test.each(SAME)('%s is the instance %s', (input, origin) => {
  expect(parseInstance(input, [])).toMatchObject({ origin, isListed: false })
})

const REFUSED: readonly [input: string, problem: string, words: string][] = [
  ['', 'not_a_url', 'https://your-instance.service-now.com'],
  ['my instance', 'not_a_url', 'not a URL'],
  ['acme.service-now.com', 'not_a_url', 'https://acme.service-now.com'],
  ['ftp://acme.service-now.com', 'not_https', 'https://'],
  ['javascript:alert(1)', 'not_a_url', 'not a URL'],
  ['http://acme.service-now.com', 'not_https', 'https://'],
  ['https://evil.example', 'not_allowed', 'LOCKSTEP_ALLOWED_INSTANCES=evil.example'],
  ['https://service-now.com', 'not_allowed', 'not an allowed'],
  ['https://evilservice-now.com', 'not_allowed', 'not an allowed'],
  ['https://acme.service-now.com.evil.example', 'not_allowed', 'not an allowed'],
  ['https://acme.service-now.com:8443', 'not_allowed', 'acme.service-now.com:8443'],
  ['https://acme.service-now.com@evil.example', 'has_more', 'user name'],
  ['https://u:p@acme.service-now.com', 'has_more', 'user name'],
  ['https://acme.service-now.com/incident.do', 'has_more', 'alone: https://acme.service-now.com'],
  ['https://acme.service-now.com/?x=1', 'has_more', 'alone'],
  ['https://acme.service-now.com/#x', 'has_more', 'alone'],
  ['http://127.0.0.1:8081', 'not_https', 'LOCKSTEP_ALLOWED_INSTANCES=http://127.0.0.1:8081'],
  ['https://169.254.169.254', 'not_allowed', 'not an allowed'],
]

test.each(REFUSED)('%j is refused as %s', (input, problem, words) => {
  const failure = catching(() => parseInstance(input, []))
  expect(failure).toBeInstanceOf(AddressError)
  expect(failure).toMatchObject({ problem })
  expect((failure as Error).message).toContain(words)
})

test('what is refused never repeats a password', () => {
  const failure = catching(() => parseInstance('https://u:canary@acme.service-now.com', []))
  expect(String(failure)).not.toContain('canary')
})

const LISTED: readonly [input: string, entry: string][] = [
  ['http://127.0.0.1:8081', 'http://127.0.0.1:8081'],
  ['https://tickets.example.com', 'tickets.example.com'],
  ['https://tickets.example.com', '*.example.com'],
  ['https://tickets.example.com:8443', 'tickets.example.com:8443'],
  ['https://tickets.example.com:8443', 'https://tickets.example.com:8443'],
  ['https://[::1]:8443', 'https://[::1]:8443'],
]

test.each(LISTED)('the operator allows %s by %s', (input, entry) => {
  expect(parseInstance(input, ['other.example', entry])).toMatchObject({ isListed: true })
})

const NOT_LISTED: readonly [input: string, entry: string][] = [
  ['http://127.0.0.1:8082', 'http://127.0.0.1:8081'],
  ['http://tickets.example.com', 'tickets.example.com'],
  ['https://tickets.example.com:8443', 'tickets.example.com'],
  ['https://evil-example.com', '*.example.com'],
  ['https://example.com', '*.example.com'],
  ['https://evil.example', ''],
  ['https://evil.example', '*'],
]

test.each(NOT_LISTED)('%s is not allowed by %j', (input, entry) => {
  expect(() => parseInstance(input, [entry])).toThrow(AddressError)
})

test('an address read once reads the same again', () => {
  const host = fc.stringMatching(/^[A-Za-z]{1,9}$/).map((name) => `https://${name}.Example.com`)
  fc.assert(
    fc.property(host, (input) => {
      const allowed = [new URL(input).hostname]
      const { origin } = parseInstance(input, allowed)
      expect(parseInstance(origin, allowed).origin).toBe(origin)
    }),
  )
})

const entered = fc.oneof(
  fc.string(),
  fc.string().map((text) => `https://${text}`),
  fc.string().map((text) => `https://acme.service-now.com${text}`),
)

test('whatever is entered is an address or an AddressError', () => {
  fc.assert(
    fc.property(entered, (input) => {
      const result = catching(() => parseInstance(input, []))
      expect(result === null || result instanceof AddressError).toBe(true)
    }),
  )
})

function catching(work: () => unknown): unknown {
  try {
    work()
    return null
  } catch (error) {
    return error
  }
}

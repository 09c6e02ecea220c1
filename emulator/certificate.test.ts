import { X509Certificate } from 'node:crypto'
import { request } from 'node:https'
import { expect, onTestFinished, test } from 'vitest'

import { selfSigned } from './certificate.ts'
import { startEmulator } from './emulator.ts'
import { basic } from './testing/client.ts'

const PATH = '/api/now/table/incident?sysparm_limit=1&sysparm_fields=caller_id'

/** The status of an answer, or the code of what went wrong before there was one. */
function ask(url: string, ca: string | undefined): Promise<string> {
  return new Promise((resolve) => {
    const headers = { authorization: basic('admin', 'admin') }
    request(url + PATH, { headers, ca, agent: false }, (response) => {
      let body = ''
      response.on('data', (chunk) => (body += String(chunk)))
      response.on('end', () => resolve(`${response.statusCode} ${body}`))
    })
      .on('error', (error) => resolve('code' in error ? String(error.code) : error.message))
      .end()
  })
}

test('a certificate says whom it is for and how long it is good', () => {
  const good = new X509Certificate(selfSigned('snow.test', false).cert)
  expect(good.checkHost('snow.test')).toBe('snow.test')
  expect(good.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(good.verify(good.publicKey)).toBe(true)
  expect(Date.parse(good.validTo)).toBeGreaterThan(Date.now())
  const over = new X509Certificate(selfSigned('snow.test', true).cert)
  expect(Date.parse(over.validTo)).toBeLessThan(Date.now())
})

test('over HTTPS only who trusts the certificate is answered, with links to HTTPS', async () => {
  const emulator = await startEmulator({ tls: 'self-signed' })
  onTestFinished(() => emulator.stop())
  expect(emulator.url).toMatch(/^https:/)
  expect(await ask(emulator.url, undefined)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
  const answer = await ask(emulator.url, emulator.certificate ?? '')
  expect(answer).toContain('200 {"result":[{"caller_id":{"link":"https://')
  emulator.faults.add({ kind: 'tls-error', times: 1 })
  expect(await ask(emulator.url, emulator.certificate ?? '')).toMatch(/EPROTO|SSL|ECONNRESET/)
})

test('a certificate that is over is refused even by who would trust it', async () => {
  const emulator = await startEmulator({ tls: 'expired' })
  onTestFinished(() => emulator.stop())
  expect(await ask(emulator.url, emulator.certificate ?? '')).toBe('CERT_HAS_EXPIRED')
})

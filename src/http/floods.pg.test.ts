import { expect, onTestFinished } from 'vitest'

import type { Database } from '../store/database.ts'
import { startServer, test } from './test-kit.ts'

async function server(database: Database, trustedProxies: number) {
  const auth = { publicUrl: 'http://lockstep.test', secret: 'x'.repeat(32), trustedProxies }
  const { app } = await startServer(database, { auth, limits: { requests: 3 } })
  onTestFinished(() => app.close())
  return async (remoteAddress: string, forwarded?: string) => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
    return app.inject({ url: '/api/v1/setup', remoteAddress, headers })
  }
}

test('who asks too often waits, and nobody else does', async ({ database }) => {
  const ask = await server(database, 0)
  for (let n = 0; n < 3; n++) expect((await ask('192.0.2.1')).statusCode).toBe(200)
  const refused = await ask('192.0.2.1')
  expect(refused.json()).toMatchObject({ status: 429, title: 'Too many requests' })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  // An address that one makes up is not believed.
  expect((await ask('192.0.2.1', '198.51.100.7')).statusCode).toBe(429)
  expect((await ask('192.0.2.2')).statusCode).toBe(200)
})

test('behind a proxy that is trusted, people are told apart by what it says', async ({
  database,
}) => {
  const ask = await server(database, 1)
  for (let n = 0; n < 3; n++) {
    expect((await ask('10.0.0.1', '198.51.100.7')).statusCode).toBe(200)
  }
  expect((await ask('10.0.0.1', '198.51.100.7')).statusCode).toBe(429)
  expect((await ask('10.0.0.1', '198.51.100.8')).statusCode).toBe(200)
  // Only the nearest entry is the proxy's own: what stands before it the client has written.
  expect((await ask('10.0.0.1', '203.0.113.9, 198.51.100.7')).statusCode).toBe(429)
})

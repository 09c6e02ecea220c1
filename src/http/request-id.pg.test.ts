import { expect } from 'vitest'

import { deliveries } from '../store/delivery.ts'
import { inTheNameOf } from '../lib/request-id.ts'
import { claimLooks, finishLooks, requestLooks } from '../work/marks.ts'
import { test } from './test-kit.ts'

const CLAIM = { limit: 10, perLane: 10, free: new Map(), leaseMs: 10_000 }

test('a request keeps the id its caller gave it, or gets one', async ({ server }) => {
  const given = await server.app.inject({ url: '/healthz', headers: { 'x-request-id': 'ci-17' } })
  expect(given.headers['x-request-id']).toBe('ci-17')
  const other = await server.app.inject({ url: '/nowhere', headers: { 'x-request-id': 'a b' } })
  expect(other.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  expect(other.json()).toMatchObject({ requestId: other.headers['x-request-id'] })
})

test('the id of a request stands in the wish to look, and in the delivery that comes of it', async ({
  server,
}) => {
  const { database } = server
  const admin = await server.person('ADMIN')
  const asset = await server.as(admin)('POST', '/api/v1/assets', { name: 'shop' })
  const made = await server.app.inject({
    method: 'POST',
    url: '/api/v1/vulnerabilities',
    headers: { origin: 'http://lockstep.test', cookie: admin.cookie, 'x-request-id': 'ci-18' },
    payload: { assetId: asset.json().id, title: 'A hole', type: 'SAST', severity: 'HIGH' },
  })
  expect(made.statusCode).toBe(201)
  const { id } = made.json()

  // Somebody else asks before anybody has looked; and a third while it is looked at.
  const ask = (by: string) =>
    inTheNameOf([by], () => database.transaction((tx) => requestLooks(tx, [id])))
  await ask('poll-1')
  const [claim] = await claimLooks(database.kysely, CLAIM)
  expect(claim).toMatchObject({ key: id, requestIds: ['ci-18', 'poll-1'] })
  await ask('ci-19')
  await inTheNameOf(claim!.requestIds, () =>
    deliveries(database.kysely).write([
      { level: 'INFO', message: 'Incident created', vulnerabilityId: id },
    ]),
  )
  await finishLooks(database.kysely, [claim!])
  const [next] = await claimLooks(database.kysely, CLAIM)
  expect(next).toMatchObject({ key: id, requestIds: ['ci-19'] })

  const told = await server.as(admin)('GET', `/api/v1/vulnerabilities/${id}/deliveries`)
  expect(told.json().items).toMatchObject([{ requestIds: ['ci-18', 'poll-1'] }])
})

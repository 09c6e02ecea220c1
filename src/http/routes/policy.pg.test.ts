import { expect } from 'vitest'
import type { DashboardView, DeliveryList } from '../contract.ts'
import { deliveries } from '../../store/delivery.ts'
import { pair } from '../../store/pairing.fixture.ts'
import { test } from '../test-kit.ts'

const POLICIES = {
  send: true,
  sendSeverities: ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'],
  createAsIdentified: true,
  ticketPrefix: '[CONVISO]',
  deliveryRetentionDays: 90,
  askAbove: 100,
}

test('a changed policy looks again at what it concerns, and is in the audit', async ({
  server,
  database,
}) => {
  const admin = server.as(await server.person('ADMIN'))
  expect((await admin('GET', '/api/v1/policies')).json()).toEqual(POLICIES)
  const asset = (await admin('POST', '/api/v1/assets', { name: 'Paired' })).json<{ id: number }>()
  await pair(database, asset.id)
  const add = async (severity: string) => {
    const fresh = { assetId: asset.id, title: severity, severity }
    return (await admin('POST', '/api/v1/vulnerabilities', fresh)).json<{ id: number }>().id
  }
  const low = await add('LOW')
  const high = await add('HIGH')
  const next = { ...POLICIES, sendSeverities: ['MEDIUM', 'HIGH', 'CRITICAL'] }
  expect((await admin('PUT', '/api/v1/policies', next)).json()).toEqual(next)
  const marks = await database.kysely
    .selectFrom('mark')
    .select(['vulnerability_id', 'revision'])
    .orderBy('vulnerability_id')
    .execute()
  expect(marks).toEqual([
    { vulnerability_id: low, revision: 2 },
    { vulnerability_id: high, revision: 1 },
  ])
  const audit = await admin('GET', '/api/v1/audit?limit=1')
  expect(audit.json()).toMatchObject({ items: [{ action: 'policies.changed' }] })
  await admin('PUT', '/api/v1/policies', { ...POLICIES, createAsIdentified: false })
  const created = (await admin('GET', `/api/v1/vulnerabilities/${await add('LOW')}`)).json()
  expect(created).toMatchObject({ status: 'CREATED' })
})

test('recent deliveries are found by their words, their level and their pairs', async ({
  server,
  database,
}) => {
  const admin = server.as(await server.person('ADMIN'))
  const asset = (await admin('POST', '/api/v1/assets', { name: 'Other' })).json<{ id: number }>()
  const { integrationId } = await pair(database, asset.id)
  const details = { number: 'INC0010442', table: 'incident' }
  await deliveries(database.kysely).write([
    { level: 'INFO', message: 'Incident created in ServiceNow', details, integrationId },
    { level: 'ERROR', message: 'Refused', integrationId },
  ])
  const messages = async (query: string) => {
    const answer = await admin('GET', `/api/v1/integrations/${integrationId}/deliveries${query}`)
    return answer.json<DeliveryList>().items.map(({ message }) => message)
  }
  expect(await messages('')).toEqual(['Refused', 'Incident created in ServiceNow'])
  expect(await messages('?search=number%3Dinc0010442')).toEqual(['Incident created in ServiceNow'])
  expect(await messages('?level=ERROR')).toEqual(['Refused'])
  expect(await messages('?to=2020-01-01T00:00:00Z')).toEqual([])
})

test('an archived asset takes its vulnerabilities along, unless it has a project', async ({
  server,
  database,
}) => {
  const client = server.as(await server.person('DEVELOPER'))
  const make = async (name: string) => {
    const { id } = (await client('POST', '/api/v1/assets', { name })).json<{ id: number }>()
    await client('POST', '/api/v1/vulnerabilities', { assetId: id, title: name, severity: 'LOW' })
    return id
  }
  const open = await make('To archive')
  expect((await client('POST', `/api/v1/assets/${open}/archive`)).statusCode).toBe(204)
  const left = await client('GET', `/api/v1/vulnerabilities?assetId=${open}`)
  expect(left.json()).toMatchObject({ total: 0 })
  expect((await client('POST', '/api/v1/assets', { name: 'TO ARCHIVE' })).statusCode).toBe(201)
  expect((await client('POST', '/api/v1/assets', { name: 'to archive' })).statusCode).toBe(409)
  const paired = await make('To keep')
  await pair(database, paired)
  expect((await client('POST', `/api/v1/assets/${paired}/archive`)).statusCode).toBe(409)
})

test('the dashboard counts everything, thirty days back', async ({ server }) => {
  const client = server.as(await server.person('VIEWER'))
  const view = (await client('GET', '/api/v1/dashboard')).json<DashboardView>()
  expect(view.trend).toHaveLength(30)
  expect(view.trend.at(-1)?.day).toBe(new Date().toISOString().slice(0, 10))
  const open = Object.values(view.openBySeverity).reduce((sum, count) => sum + count, 0)
  expect(open).toBe(view.byStatus.IDENTIFIED)
  expect(view.tickets.waiting).toBeGreaterThan(0)
  expect(view.integrations.length).toBeGreaterThan(0)
})

import { expect, test } from 'vitest'

import { startEmulator } from '../../../emulator/emulator.ts'
import { parseInstance } from '../address.ts'
import { createHttp } from '../http.ts'
import { connectInstance } from '../instance.ts'
import { emulated, type Emulated } from '../../../test/support/servicenow/emulated.ts'
import { freeLanes, json, serve, type Seen } from '../../../test/support/servicenow/server.ts'
import { memoryTokens } from '../../../test/support/servicenow/tokens.ts'
import type { Step } from './check.ts'

const INCIDENT = { table: 'incident', states: ['1', '2', '7'], ownTicket: null }

async function withTicket(w: Emulated) {
  const values = { short_description: '[CONVISO] 1 - x', correlation_display: 'Lockstep' }
  const row = await w.instance.tables.create('incident', values, ['sys_id'])
  return { ...INCIDENT, ownTicket: row['sys_id'] ?? '' }
}

const results = (steps: readonly Step[]) =>
  Object.fromEntries(steps.map(({ id, result }) => [id, result]))
const failure = (steps: readonly Step[]) => steps.find(({ result }) => result === 'failed')

test('a connection that works passes every step and leaves no trace', async () => {
  await using w = await emulated('itil')
  const ticket = await withTicket(w)
  const before = w.emulator.records('incident')
  expect(results(await w.instance.check([ticket]))).toEqual({
    reachable: 'ok',
    tls: 'skipped',
    servicenow: 'ok',
    token: 'ok',
    scope: 'ok',
    'read:incident': 'ok',
    'write:incident': 'ok',
    'states:incident': 'ok',
  })
  expect(w.emulator.records('incident')).toEqual(before)
})

test('without a ticket of our own, writing is not tried on anybody else’s', async () => {
  await using w = await emulated('itil')
  const steps = await w.instance.check([INCIDENT])
  expect(results(steps)).toMatchObject({ 'read:incident': 'ok', 'write:incident': 'skipped' })
  expect(failure(steps)).toBeUndefined()
})

test('nothing listens there', async () => {
  const http = createHttp({ userAgent: 'lockstep-test', timeoutMs: 2_000 })
  const steps = await checkOf('http://127.0.0.1:9', http)
  expect(failure(steps)).toMatchObject({ id: 'reachable', remedy: expect.any(String) as string })
  expect(steps.filter(({ result }) => result === 'skipped')).toHaveLength(7)
  await http.close()
})

test.each(['self-signed', 'expired'] as const)(
  'a certificate that is %s fails the secure connection, and says what to do',
  async (tls) => {
    const emulator = await startEmulator({ tls })
    const http = createHttp({ userAgent: 'lockstep-test', timeoutMs: 2_000 })
    const steps = await checkOf(emulator.url, http)
    expect(failure(steps)).toMatchObject({
      id: 'tls',
      remedy: expect.stringMatching(/\w/) as string,
    })
    expect(results(steps)).toMatchObject({ reachable: 'ok', servicenow: 'skipped' })
    await http.close()
    await emulator.stop()
  },
)

test('an instance that hibernates', async () => {
  await using w = await emulated('itil')
  w.emulator.faults.add({ kind: 'hibernating' })
  const steps = await w.instance.check([INCIDENT])
  expect(failure(steps)).toMatchObject({
    id: 'servicenow',
    remedy: expect.stringContaining('wake') as string,
  })
  expect(results(steps)).toMatchObject({ token: 'skipped', 'read:incident': 'skipped' })
})

test('an address that is something else entirely', async () => {
  await using other = await serve((_seen: Seen, response) => {
    json(response, 200, { hello: 'world' })
  })
  const http = createHttp({ userAgent: 'lockstep-test', timeoutMs: 2_000 })
  const steps = await checkOf(other.instance.origin, http)
  expect(failure(steps)).toMatchObject({
    id: 'servicenow',
    answer: 'what answers there is not a ServiceNow instance',
  })
  await http.close()
})

test('a token that can no longer be renewed', async () => {
  await using w = await emulated('itil')
  w.emulator.revokeTokens('all')
  const steps = await w.instance.check([INCIDENT])
  expect(failure(steps)).toMatchObject({
    id: 'token',
    remedy: expect.stringContaining('log in') as string,
  })
})

test('an OAuth application that is securely scoped', async () => {
  const clients = [
    {
      name: 'Lockstep',
      clientId: 'lockstep',
      clientSecret: 'lockstep-secret',
      isSecurelyScoped: true,
    },
  ]
  await using w = await emulated('itil', { seed: { clients } })
  const steps = await w.instance.check([INCIDENT])
  expect(failure(steps)).toMatchObject({
    id: 'scope',
    remedy: expect.stringContaining('Broadly scoped') as string,
  })
})

test('a user who may not read the records', async () => {
  await using w = await emulated('viewer')
  const steps = await w.instance.check([INCIDENT])
  const read = steps.find(({ id }) => id === 'read:incident')
  expect(read?.result).not.toBe('ok')
  expect(read?.remedy).toContain('itil')
})

test('tickets of ours that have become unreadable', async () => {
  await using w = await emulated('itil')
  const ticket = await withTicket(w)
  w.emulator.hide(ticket.ownTicket)
  const steps = await w.instance.check([ticket])
  expect(results(steps)).toMatchObject({ 'read:incident': 'ok', 'write:incident': 'skipped' })
})

test('a user who may read our tickets but not change them', async () => {
  await using w = await emulated('itil')
  const ticket = await withTicket(w)
  const match = { method: 'PATCH', table: 'incident' }
  w.emulator.faults.add({ kind: 'status', status: 403, match })
  const steps = await w.instance.check([ticket])
  expect(failure(steps)).toMatchObject({ id: 'write:incident' })
})

test('a state of the mapping that has been removed', async () => {
  await using w = await emulated('itil')
  const steps = await w.instance.check([{ ...INCIDENT, states: ['1', '42'] }])
  expect(failure(steps)).toMatchObject({
    id: 'states:incident',
    answer: 'no longer there: 42',
    remedy: expect.stringContaining('project') as string,
  })
})

function checkOf(origin: string, http: ReturnType<typeof createHttp>): Promise<Step[]> {
  const instance = connectInstance({
    instance: parseInstance(origin, [origin]),
    clientId: 'lockstep',
    clientSecret: 'lockstep-secret',
    http,
    lanes: freeLanes(),
    tokens: memoryTokens({}),
  })
  return instance.check([INCIDENT])
}

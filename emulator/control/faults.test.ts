import { afterEach, beforeAll, expect, test } from 'vitest'

import { startEmulator, type Emulator } from '../emulator.ts'
import { basic, client, clientAs, connect, REDIRECT } from '../testing/client.ts'
import type { Fault } from './faults.ts'

const INCIDENTS = '/api/now/table/incident'
let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ redirectUris: [REDIRECT] })
  return () => emulator.stop()
})
afterEach(() => emulator.faults.clear())

const admin = () => client(emulator)
const titled = (title: string) =>
  emulator.records('incident').filter((row) => row['short_description'] === title)

/** Arms it for one POST to incident. */
function once(fault: Fault): void {
  emulator.faults.add({ match: { method: 'POST', table: 'incident' }, times: 1, ...fault })
}

test('429 comes with Retry-After and JSON, or bare, as a full queue answers', async () => {
  once({ kind: 'status', status: 429, retryAfter: 3 })
  const limited = await admin()('POST', INCIDENTS, {})
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '3'])
  expect(limited.json.error.message).toBe('Rate limit exceeded')
  once({ kind: 'status', status: 429 })
  const full = await admin()('POST', INCIDENTS, {})
  expect([full.status, full.headers.has('retry-after'), full.json]).toEqual([429, false, undefined])
})

test('502 and 503 are pages, not JSON', async () => {
  for (const status of [502, 503]) {
    once({ kind: 'status', status })
    const answer = await admin()('POST', INCIDENTS, {})
    expect([answer.status, answer.json]).toEqual([status, undefined])
  }
})

test('any refusal can be put into words', async () => {
  const detail = "Operation against file 'incident' was aborted by Business Rule 'Freeze^1'."
  once({ kind: 'status', status: 403, message: 'Operation Failed', detail })
  const { status, json } = await admin()('POST', INCIDENTS, {})
  expect([status, json.error]).toEqual([403, { message: 'Operation Failed', detail }])
})

test('an insert that answers 500 has committed all the same', async () => {
  once({ kind: 'commit-then-status', status: 500 })
  const answer = await admin()('POST', INCIDENTS, { short_description: 'committed' })
  expect(answer.status).toBe(500)
  expect(titled('committed')).toHaveLength(1)
})

test('an insert whose connection drops has committed all the same', async () => {
  once({ kind: 'commit-then-drop' })
  await expect(admin()('POST', INCIDENTS, { short_description: 'dropped' })).rejects.toThrow(
    'fetch',
  )
  expect(titled('dropped')).toHaveLength(1)
})

test('an insert that never answers has committed all the same', async () => {
  once({ kind: 'commit-then-timeout' })
  const body = JSON.stringify({ short_description: 'silent' })
  const headers = { authorization: basic('admin', 'admin'), 'content-type': 'application/json' }
  const signal = AbortSignal.timeout(300)
  await expect(
    fetch(emulator.url + INCIDENTS, { method: 'POST', headers, body, signal }),
  ).rejects.toThrow('timeout')
  expect(titled('silent')).toHaveLength(1)
  expect(emulator.requests.list().at(-1)).toMatchObject({ status: 0, fault: 'commit-then-timeout' })
})

test('an insert that answers 500 may commit later', async () => {
  once({ kind: 'status-then-commit', delayMs: 150 })
  await admin()('POST', INCIDENTS, { short_description: 'late' })
  expect(titled('late')).toHaveLength(0)
  await expect.poll(() => titled('late').length).toBe(1)
})

test('a dropped request changes nothing', async () => {
  once({ kind: 'drop' })
  await expect(admin()('POST', INCIDENTS, { short_description: 'lost' })).rejects.toThrow('fetch')
  expect(titled('lost')).toHaveLength(0)
})

test('200 can be broken JSON, empty, or the page of a hibernating instance', async () => {
  const read = async (kind: Fault['kind']) => {
    emulator.faults.add({ kind, times: 1 })
    const { status, text, json } = await admin()('GET', `${INCIDENTS}?sysparm_limit=1`)
    return { status, text, isJson: json !== undefined }
  }
  const broken = await read('broken-json')
  expect(broken).toMatchObject({ status: 200, isJson: false })
  expect(broken.text).toContain('"number":"INC')
  expect(broken.text).toContain('Transaction cancelled')
  expect(await read('empty-body')).toEqual({ status: 200, text: '', isJson: false })
  expect((await read('hibernating')).text).toContain('<title>Instance Hibernating page</title>')
})

test('tokens are revoked in the middle of it', async () => {
  const call = await clientAs(emulator, 'itil')
  emulator.faults.add({ kind: 'revoke-tokens', which: 'access', times: 1 })
  expect((await call('GET', INCIDENTS)).status).toBe(401)
})

test('a delay delays', async () => {
  emulator.faults.add({ kind: 'delay', delayMs: 120, times: 1 })
  const startedAt = performance.now()
  expect((await admin()('GET', INCIDENTS)).status).toBe(200)
  expect(performance.now() - startedAt).toBeGreaterThan(115)
})

test('a fault is for what it matches, as often as it says, with a probability that repeats', async () => {
  once({ kind: 'status', status: 503, match: { contains: 'needle' } })
  expect((await admin()('GET', `${INCIDENTS}?sysparm_limit=1`)).status).toBe(200)
  expect((await admin()('GET', `${INCIDENTS}?x=needle`)).status).toBe(503)
  expect((await admin()('GET', `${INCIDENTS}?x=needle`)).status).toBe(200)

  const storm = async (): Promise<number[]> => {
    const other = await startEmulator({ faultSeed: 7 })
    other.faults.add({ kind: 'status', status: 503, probability: 0.5 })
    const answers = []
    for (let i = 0; i < 20; i++)
      answers.push((await client(other)('GET', '/api/now/table/problem')).status)
    await other.stop()
    return answers
  }
  const first = await storm()
  expect(new Set(first)).toEqual(new Set([200, 503]))
  expect(await storm()).toEqual(first)
})

test('the log says who asked what, how it went and how many were at it', async () => {
  emulator.requests.clear()
  emulator.settings.serviceTimeMs = 500
  const { access_token: token } = await connect(emulator)
  const call = client(emulator, `Bearer ${token}`)
  await Promise.all([1, 2, 3].map(() => call('GET', `${INCIDENTS}?sysparm_limit=1`)))
  emulator.settings.serviceTimeMs = 0
  const entries = emulator.requests.list().filter((entry) => entry.table === 'incident')
  expect(entries).toHaveLength(3)
  expect(entries.at(-1)).toMatchObject({
    method: 'GET',
    path: INCIDENTS,
    query: 'sysparm_limit=1',
    status: 200,
    user: 'itil',
    fault: '',
  })
  expect(Math.max(...entries.map((entry) => entry.inFlight))).toBe(3)
})

test('a process of its own drives the instance over HTTP', async () => {
  // oxlint-disable-next-line typescript/no-explicit-any
  const control = async (method: string, path: string, body?: unknown): Promise<any> => {
    const response = await fetch(`${emulator.url}/__emulator${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return response.json()
  }
  const fault = { kind: 'status', status: 502, times: 1, match: { table: 'incident' } }
  await control('POST', '/faults', fault)
  expect((await admin()('GET', INCIDENTS)).status).toBe(502)
  expect(await control('POST', '/faults', { kind: 'nonsense' })).toHaveProperty('error')
  expect(await control('PATCH', '/options', { dataPolicies: false })).toMatchObject({
    dataPolicies: false,
  })
  await control('PATCH', '/options', { dataPolicies: true })
  expect(await control('PATCH', '/options', { nonsense: 1 })).toHaveProperty('error')
  const before = await control('GET', '/clock')
  const after = await control('POST', '/clock', { advance: 3600 })
  expect(Date.parse(after.now) - Date.parse(before.now)).toBeGreaterThanOrEqual(3_600_000)
  const { records } = await control('GET', '/records/incident?query=state=2')
  const edit = { table: 'incident', sys_id: records[0].sys_id, fields: { state: '1' }, as: 'itil' }
  const { record } = await control('POST', '/edit', edit)
  expect(record).toMatchObject({ state: '1', incident_state: '1', sys_updated_by: 'itil' })
  const refused = await control('POST', '/edit', { ...edit, fields: { state: '6' } })
  expect(refused.detail).toContain('Data Policy Exception')
  expect((await control('GET', '/requests?after=0')).requests.length).toBeGreaterThan(0)
})

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

import { startEmulator, type Emulator } from '../emulator.ts'
import { DEFAULT_SETTINGS } from '../settings.ts'
import { basic, client, clientAs, REDIRECT } from '../testing/client.ts'
import { aroundMs, seededRandom } from './random.ts'

const INCIDENTS = '/api/now/table/incident'
let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ redirectUris: [REDIRECT] })
})
afterAll(() => emulator.stop())
afterEach(() => {
  emulator.faults.clear()
  Object.assign(emulator.settings, DEFAULT_SETTINGS)
})

test('a rate rule says its limit, and when it is over, how long to wait', async () => {
  const admin = client(emulator)
  const rule = { name: 'Few', rest_api: 'Table API', request_limit: '2' }
  const made = await admin('POST', '/api/now/table/sys_rate_limit_rules', rule)
  const asItil = await clientAs(emulator, 'itil')
  const first = await asItil('GET', `${INCIDENTS}?sysparm_limit=1`)
  expect(first.headers.get('x-ratelimit-limit')).toBe('2')
  expect(first.headers.get('x-ratelimit-rule')).toBe(made.json.result.sys_id)
  expect(first.headers.has('x-ratelimit-remaining')).toBe(false)
  await asItil('GET', `${INCIDENTS}?sysparm_limit=1`)
  const over = await asItil('GET', `${INCIDENTS}?sysparm_limit=1`)
  expect([over.status, over.json]).toEqual([
    429,
    {
      error: {
        message: 'Rate limit exceeded',
        detail: 'Rate limit of 2 requests per hour for Table API exceeded',
      },
      status: 'failure',
    },
  ])
  const wait = Number(over.headers.get('retry-after'))
  expect(wait).toBeGreaterThan(0)
  emulator.clock.advance(wait)
  const later = await clientAs(emulator, 'itil')
  expect((await later('GET', `${INCIDENTS}?sysparm_limit=1`)).status).toBe(200)
  emulator.remove('sys_rate_limit_rules', made.json.result.sys_id)
})

test('a storm lasts as long as it says', async () => {
  emulator.faults.add({ kind: 'status', status: 503, forMs: 1000 })
  const admin = client(emulator)
  expect((await admin('GET', INCIDENTS)).status).toBe(503)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  expect((await admin('GET', INCIDENTS)).status).toBe(200)
  expect(emulator.faults.list()).toEqual([])
})

test('slow bytes arrive whole, and late', async () => {
  emulator.faults.add({ kind: 'slow-bytes', delayMs: 300, times: 1 })
  const startedAt = performance.now()
  const { json } = await client(emulator)('GET', `${INCIDENTS}?sysparm_limit=5`)
  expect(json.result).toHaveLength(5)
  expect(performance.now() - startedAt).toBeGreaterThan(250)
})

test('a connection that breaks while it is being encrypted is no answer at all', async () => {
  emulator.faults.add({ kind: 'tls-error', times: 1 })
  const https = emulator.url.replace('http:', 'https:')
  await expect(fetch(https)).rejects.toThrow('fetch failed')
  emulator.faults.add({ kind: 'tls-error', times: 1 })
  const headers = { authorization: basic('admin', 'admin'), connection: 'close' }
  await expect(fetch(emulator.url + INCIDENTS, { headers })).rejects.toThrow('fetch failed')
})

test('a replica answers as things were a moment ago, and then as they are', async () => {
  emulator.settings.replicaLagMs = 60_000
  const admin = client(emulator)
  const made = await admin('POST', INCIDENTS, { correlation_id: 'lagging', impact: '1' })
  const path = `${INCIDENTS}/${made.json.result.sys_id}`
  const search = `${INCIDENTS}?sysparm_query=correlation_id=lagging`
  const count = async () =>
    (await admin('GET', '/api/now/stats/incident?sysparm_count=true&correlation_id=lagging')).json
      .result.stats.count
  const file = `table_name=incident&table_sys_id=${made.json.result.sys_id}`
  await admin('POST', `/api/now/attachment/file?${file}&file_name=a`, 'a', {
    'content-type': 'text/plain',
  })
  const files = async () => (await admin('GET', `/api/now/attachment?${file}`)).json.result.length
  expect((await admin('GET', path)).status).toBe(404)
  expect((await admin('GET', search)).json.result).toEqual([])
  expect([await count(), await files()]).toEqual(['0', 0])
  emulator.clock.advance(61)
  expect((await admin('GET', search)).json.result).toHaveLength(1)
  expect([await count(), await files()]).toEqual(['1', 1])
  await admin('PATCH', path, { impact: '2', correlation_id: 'moved' })
  expect((await admin('GET', path)).json.result.impact).toBe('1')
  expect((await admin('GET', search)).json.result).toMatchObject([{ impact: '1' }])
  await admin('DELETE', path)
  expect((await admin('GET', search)).json.result).toHaveLength(1)
  emulator.clock.advance(61)
  expect((await admin('GET', search)).json.result).toEqual([])
})

test('answers are compressed for those who take it, and only for them', async () => {
  const ask = (encoding: string) =>
    fetch(emulator.url + INCIDENTS, {
      headers: { authorization: basic('admin', 'admin'), 'accept-encoding': encoding },
    })
  const packed = await ask('gzip')
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  expect(Object.values((await packed.json()) as object)[0].length).toBeGreaterThan(3)
  expect((await ask('identity')).headers.has('content-encoding')).toBe(false)
})

test('service times scatter around their median, the same way each time', () => {
  const draw = (): number[] => {
    const random = seededRandom(7)
    return Array.from({ length: 2001 }, () => aroundMs(100, 0.5, random))
  }
  const sorted = draw().toSorted((a, b) => a - b)
  expect(draw().toSorted((a, b) => a - b)).toEqual(sorted)
  expect(Math.abs((sorted[1000] ?? 0) - 100)).toBeLessThan(10)
  expect(sorted.at(-20)).toBeGreaterThan(200)
})

test('whoever has itil resolves incidents, and leaves closing to itil_admin', async () => {
  const asItil = await clientAs(emulator, 'itil')
  const { json } = await asItil('POST', INCIDENTS, { short_description: 'a' })
  const path = `${INCIDENTS}/${json.result.sys_id}`
  const texts = { close_code: 'Duplicate', close_notes: 'x' }
  expect((await asItil('PATCH', path, { state: '6', ...texts })).status).toBe(200)
  const closed = await asItil('PATCH', path, { state: '7' })
  expect([closed.status, closed.json.error.message]).toEqual([403, 'Operation Failed'])
  expect((await client(emulator)('PATCH', path, { state: '7' })).status).toBe(200)
})

test('XML is answered to who wants XML, and 406 to who wants neither', async () => {
  const path = `${INCIDENTS}?sysparm_limit=1&sysparm_fields=number,caller_id`
  const xml = await client(emulator)('GET', path, undefined, { accept: 'application/xml' })
  expect(xml.headers.get('content-type')).toBe('application/xml;charset=UTF-8')
  expect(xml.text).toMatch(
    /^<\?xml[^>]+><response><result><number>INC0010001<\/number><caller_id><link>/,
  )
  const neither = await client(emulator)('GET', path, undefined, { accept: 'image/png' })
  expect([neither.status, neither.json.status]).toEqual([406, 'failure'])
})

import { afterAll, beforeAll, expect, test } from 'vitest'

import { startEmulator, type Emulator } from '../emulator.ts'
import { clientAs, REDIRECT, type Answer } from '../testing/client.ts'

type Call = (method: string, path: string, body?: unknown, headers?: object) => Promise<Answer>

let emulator: Emulator
let call: Call
beforeAll(async () => {
  emulator = await startEmulator({ redirectUris: [REDIRECT] })
  call = await clientAs(emulator, 'itil')
})
afterAll(() => emulator.stop())

async function incident(): Promise<string> {
  const body = { short_description: 'a' }
  return (await call('POST', '/api/now/table/incident', body)).json.result.sys_id
}

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64')

test('a batch does its requests in turn, and says of each how it went', async () => {
  const json = [{ name: 'Content-Type', value: 'application/json' }]
  const create = { id: '1', method: 'POST', url: '/api/now/table/incident', headers: json }
  const requests = [
    { ...create, body: base64({ short_description: 'in a batch', correlation_id: 'batched' }) },
    {
      id: '2',
      method: 'GET',
      url: '/api/now/table/incident?sysparm_query=correlation_id=batched&sysparm_fields=number',
      exclude_response_headers: true,
    },
    { id: '3', method: 'GET', url: '/api/now/table/nonsense' },
    { id: '4', method: 'GET', url: 'https://elsewhere.example/' },
  ]
  const { status, json: answer } = await call('POST', '/api/now/v1/batch', {
    batch_request_id: '7',
    rest_requests: requests,
  })
  expect([status, answer.batch_request_id, answer.unserviced_requests]).toEqual([200, '7', ['4']])
  const [made, listed, wrong] = answer.serviced_requests
  const bodyOf = (one: { body: string }) => JSON.parse(Buffer.from(one.body, 'base64').toString())
  expect([made.status_code, made.status_text]).toEqual([201, 'Created'])
  expect(made.headers).toContainEqual({ name: 'X-Is-Logged-In', value: 'true' })
  expect(bodyOf(listed)).toEqual({ result: [{ number: bodyOf(made).result.number }] })
  expect(listed.headers).toEqual([])
  expect(wrong.status_code).toBe(400)
})

test('counts and sums are strings, grouped or not', async () => {
  const table = '/api/now/stats/u_vulnerabilities'
  for (const [impact, priority] of [
    [1, 2],
    [1, 4],
    [3, 3],
  ]) {
    await call('POST', '/api/now/table/u_vulnerabilities', { impact, priority })
  }
  const whole = await call('GET', `${table}?sysparm_count=true&sysparm_avg_fields=priority`)
  expect(whole.json).toEqual({ result: { stats: { count: '3', avg: { priority: '3' } } } })
  const grouped = await call(
    'GET',
    `${table}?sysparm_count=true&sysparm_max_fields=priority&sysparm_group_by=impact&sysparm_display_value=all`,
  )
  expect(grouped.json.result).toEqual([
    {
      stats: { count: '2', max: { priority: '4' } },
      groupby_fields: [{ field: 'impact', value: '1', display_value: '1 - High' }],
    },
    {
      stats: { count: '1', max: { priority: '3' } },
      groupby_fields: [{ field: 'impact', value: '3', display_value: '3 - Low' }],
    },
  ])
  const having = 'sysparm_group_by=impact&sysparm_count=true&sysparm_having=count^impact^>^1'
  expect((await call('GET', `${table}?${having}`)).json.result).toHaveLength(1)
  const none = await call('GET', `${table}?sysparm_count=true&sysparm_query=number=none`)
  expect(none.json).toEqual({ result: { stats: { count: '0' } } })
})

test('a file is kept byte for byte, and goes where its record may be read', async () => {
  const id = await incident()
  const bytes = Buffer.from([0, 255, 10, 13, 0, 128, 66])
  const target = `table_name=incident&table_sys_id=${id}&file_name=proof.bin`
  const authorization = `Basic ${Buffer.from('admin:admin').toString('base64')}`
  const posted = await fetch(`${emulator.url}/api/now/attachment/file?${target}`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/x-thing' },
    body: bytes,
  })
  const { result } = (await posted.json()) as { result: Record<string, string> }
  expect(posted.status).toBe(201)
  const own = `/api/now/attachment/${result['sys_id']}`
  expect(posted.headers.get('location')).toBe(emulator.url + own)
  expect(result).toMatchObject({ size_bytes: '7', state: 'pending', chunk_size_bytes: '700000' })
  const file = await fetch(result['download_link'] ?? '', { headers: { authorization } })
  expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes)
  expect(file.headers.get('content-type')).toBe('application/x-thing')
  const viewer = await clientAs(emulator, 'viewer')
  expect((await viewer('GET', own)).status).toBe(404)
  expect((await call('GET', `/api/now/attachment?table_sys_id=${id}`)).json.result).toHaveLength(1)
  expect((await call('DELETE', own)).status).toBe(204)
  expect((await call('GET', `${own}/file`)).status).toBe(404)
})

test('a form upload is kept too, and one without a file is refused', async () => {
  const form = new FormData()
  form.set('table_name', 'incident')
  form.set('table_sys_id', await incident())
  form.set(
    'uploadFile',
    new File(['line\r\n--not a boundary'], 'notes.txt', { type: 'text/plain' }),
  )
  const authorization = `Basic ${Buffer.from('admin:admin').toString('base64')}`
  const send = (body: FormData) =>
    fetch(`${emulator.url}/api/now/attachment/upload`, {
      method: 'POST',
      headers: { authorization },
      body,
    })
  const posted = await send(form)
  const { result } = (await posted.json()) as { result: Record<string, string> }
  expect(result).toMatchObject({
    file_name: 'notes.txt',
    content_type: 'text/plain',
    size_bytes: '22',
  })
  form.delete('uploadFile')
  expect((await send(form)).status).toBe(400)
})

test('a long query can be sent by its short name', async () => {
  const id = await incident()
  const url = `incident_list.do?sysparm_query=sys_idIN${id}`
  const { json } = await call('POST', '/api/now/tinyurl', { url })
  const tiny = /^incident_list\.do\?sysparm_tiny=([0-9a-f]{32})$/.exec(json.result)?.[1] ?? ''
  const found = await call(
    'GET',
    `/api/now/table/incident?sysparm_tiny=${tiny}&sysparm_fields=sys_id`,
  )
  expect(found.json.result).toEqual([{ sys_id: id }])
})

import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'

import { parseSeed } from '../data/parse-seed.ts'
import { startEmulator, type Emulator } from '../emulator.ts'
import { client, clientAs, REDIRECT } from '../testing/client.ts'

const INCIDENTS = '/api/now/table/incident'
let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ redirectUris: [REDIRECT] })
})
afterAll(() => emulator.stop())
afterEach(() => emulator.rules.clear())

/** Somebody who listens to call-outs. */
async function listener(): Promise<{
  url: string
  next: () => Promise<[IncomingMessage, string]>
}> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const next = async (): Promise<[IncomingMessage, string]> => {
    const [request, response] = await once(server, 'request')
    let body = ''
    for await (const chunk of request) body += String(chunk)
    response.end()
    return [request, body]
  }
  return { url: `http://127.0.0.1:${port}/hook`, next }
}

test('a rule before the write aborts it, in the recorded words, and leaves no trace', async () => {
  const id = emulator.rules.add({
    name: 'Freeze',
    table: 'task',
    when: 'before',
    condition: 'short_descriptionLIKEforbidden',
    abort: true,
  })
  const asItil = await clientAs(emulator, 'itil')
  const refused = await asItil('POST', INCIDENTS, { short_description: 'a forbidden thing' })
  expect([refused.status, refused.json.error]).toEqual([
    403,
    {
      message: 'Operation Failed',
      detail: `Operation against file 'incident' was aborted by Business Rule 'Freeze^${id}'. Business Rule Stack:Freeze`,
    },
  ])
  expect((await asItil('POST', INCIDENTS, { short_description: 'fine' })).status).toBe(201)
})

test('a rule before the write sets fields', async () => {
  emulator.rules.add({
    name: 'Mark',
    table: 'incident',
    when: 'before',
    set: { category: 'network' },
  })
  const { json } = await client(emulator)('POST', INCIDENTS, { category: 'hardware' })
  expect(json.result.category).toBe('network')
})

test('a rule behind the write calls out, signed, about what it was made for', async () => {
  const { url, next } = await listener()
  const callOut = {
    url,
    headers: { 'x-from': 'here' },
    signature: { header: 'x-sign', secret: 's' },
  }
  emulator.rules.add({ name: 'Tell', table: 'task', when: 'async', changes: ['state'], callOut })
  const heard = next()
  const { json } = await client(emulator)('POST', INCIDENTS, { short_description: 'told' })
  const [request, body] = await heard
  expect(request.headers['x-sign']).toBe(createHmac('sha256', 's').update(body).digest('hex'))
  expect(request.headers['x-from']).toBe('here')
  expect(JSON.parse(body)).toMatchObject({
    table: 'incident',
    operation: 'insert',
    sys_id: json.result.sys_id,
    record: { short_description: 'told', state: '1' },
  })
  const again = next()
  const path = `${INCIDENTS}/${json.result.sys_id}`
  await client(emulator)('PATCH', path, { description: 'nothing to tell' })
  await client(emulator)('PATCH', path, { state: '2' })
  expect(JSON.parse((await again)[1])).toMatchObject({
    operation: 'update',
    by: 'admin',
    changes: expect.arrayContaining(['state', 'incident_state']),
  })
})

test('rules come and go over HTTP, and a wrong one is explained', async () => {
  const admin = client(emulator)
  const wrong = await admin('POST', '/__emulator/rules', { name: 'x', table: 'task', when: 'soon' })
  expect([wrong.status, wrong.json.error]).toEqual([400, expect.stringContaining('when')])
  const rule = { name: 'x', table: 'task', when: 'before' }
  const { json } = await admin('POST', '/__emulator/rules', rule)
  expect((await admin('GET', '/__emulator/rules')).json.rules).toEqual([{ ...rule, id: json.id }])
  await admin('DELETE', `/__emulator/rules/${json.id}`)
  expect((await admin('GET', '/__emulator/rules')).json.rules).toEqual([])
})

test('a snapshot brings everything back: records, numbers, columns, tables, files', async () => {
  const admin = client(emulator)
  const before = await admin('POST', INCIDENTS, { short_description: 'before' })
  const path = `${INCIDENTS}/${before.json.result.sys_id}`
  const file = `table_name=incident&table_sys_id=${before.json.result.sys_id}&file_name=a.txt`
  const kept = await admin('POST', `/api/now/attachment/file?${file}`, 'text', {
    'content-type': 'text/plain',
  })
  const { text } = await admin('GET', '/__emulator/snapshot')
  await admin('PATCH', path, { short_description: 'changed' })
  await admin('DELETE', `/api/now/attachment/${kept.json.result.sys_id}`)
  await admin('POST', '/api/now/table/sys_db_object', { name: 'u_later', label: 'Later' })
  const restored = await admin('POST', '/__emulator/restore', text)
  expect(restored.status).toBe(200)
  expect((await admin('GET', path)).json.result).toEqual(before.json.result)
  const download = await admin('GET', `/api/now/attachment/${kept.json.result.sys_id}/file`)
  expect(download.text).toBe('text')
  expect((await admin('GET', '/api/now/table/u_later')).status).toBe(400)
  const next = await admin('POST', INCIDENTS, {})
  const number = (one: typeof next): number => Number(one.json.result.number.slice(3))
  expect(number(next)).toBe(number(before) + 1)
  expect((await admin('POST', '/__emulator/restore', { version: 2 })).status).toBe(400)
})

test('an administrator makes a table and its columns by API', async () => {
  const admin = client(emulator)
  const tasks = await admin('GET', '/api/now/table/sys_db_object?name=task&sysparm_fields=sys_id')
  const table = { name: 'u_risks', label: 'Risks', super_class: tasks.json.result[0].sys_id }
  expect((await admin('POST', '/api/now/table/sys_db_object', table)).status).toBe(201)
  expect((await admin('POST', '/api/now/table/sys_db_object', table)).status).toBe(403)
  const column = {
    name: 'u_risks',
    element: 'u_score',
    column_label: 'Score',
    internal_type: 'integer',
  }
  expect((await admin('POST', '/api/now/table/sys_dictionary', column)).status).toBe(201)
  const asItil = await clientAs(emulator, 'itil')
  const made = await asItil('POST', '/api/now/table/u_risks', { u_score: 7, state: '2' })
  expect(made.json.result).toMatchObject({ u_score: '7', state: '2', sys_class_name: 'u_risks' })
  const found = await asItil('GET', '/api/now/table/task?sysparm_query=sys_class_name=u_risks')
  expect(found.json.result).toHaveLength(1)
  const meta = await asItil('GET', '/api/now/ui/meta/u_risks')
  expect(meta.json.result.columns.u_score).toMatchObject({ label: 'Score', type: 'integer' })
})

test('a seed is YAML, with columns of any type and rules', async () => {
  const seed = parseSeed(`
tables:
  - name: u_assets
    label: Assets
    fields:
      u_owner: { label: Owner, type: reference, reference: sys_user }
      u_note: Note
rules:
  - { name: No assets today, table: u_assets, when: before, abort: true }
settings: { honourSysId: false, threads: 4 }
faults:
  - { kind: status, status: 503, times: 1, match: { table: problem } }
`)
  const other = await startEmulator({ seed })
  onTestFinished(() => other.stop())
  const admin = client(other)
  const meta = await admin('GET', '/api/now/ui/meta/u_assets')
  expect(meta.json.result.columns.u_owner).toMatchObject({ reference: 'sys_user' })
  const refused = await admin('POST', '/api/now/table/u_assets', {})
  expect(refused.json.error.detail).toContain("'No assets today^")
  expect(other.settings).toMatchObject({ honourSysId: false, threads: 4 })
  expect((await admin('GET', '/api/now/table/problem')).status).toBe(503)
  expect(() => parseSeed('faults: [{ kind: rain }]')).toThrow('kind must be one of')
  await expect(startEmulator({ seed: { settings: { rain: true } } })).rejects.toThrow('rain')
})

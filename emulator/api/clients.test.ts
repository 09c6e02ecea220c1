import { afterAll, beforeAll, expect, test } from 'vitest'

import { startEmulator, type Emulator } from '../emulator.ts'
import { client, type Answer } from '../testing/client.ts'

const INCIDENTS = '/api/now/table/incident'
let emulator: Emulator
let call: (method: string, path: string, body?: unknown, headers?: object) => Promise<Answer>
beforeAll(async () => {
  emulator = await startEmulator()
  call = client(emulator)
})
afterAll(() => emulator.stop())

async function incident(fields: object = {}): Promise<Record<string, string>> {
  return (await call('POST', INCIDENTS, fields)).json.result
}

test('a body may be XML, whichever way the answer is wanted', async () => {
  const xml = { 'content-type': 'application/xml' }
  const body =
    '<?xml version="1.0"?><request><entry><short_description>A &amp; B</short_description>' +
    '<description><![CDATA[<b>]]></description><impact>1</impact><urgency>1</urgency>' +
    '<caller_id><link>x</link><value>abc</value></caller_id></entry>' +
    '<entry><short_description>not this one</short_description></entry></request>'
  const made = await call('POST', INCIDENTS, body, { ...xml, accept: 'application/json' })
  expect(made.status).toBe(201)
  expect(made.json.result).toMatchObject({
    short_description: 'A & B',
    description: '<b>',
    priority: '1',
    caller_id: { value: 'abc' },
  })
  const path = `${INCIDENTS}/${made.json.result.sys_id}`
  const changed = await call('PUT', path, '<incident><impact>3</impact></incident>', {
    'content-type': 'text/xml; charset=utf-8',
    accept: 'application/xml',
  })
  expect(changed.text).toContain('<impact>3</impact>')
  const broken = await call('PATCH', path, '<request><entry>', xml)
  expect([broken.status, broken.json.status]).toEqual([400, 'failure'])
  expect((await call('PATCH', path, 'a=b', { 'content-type': 'text/csv' })).status).toBe(415)
})

test('True is true, as clients in Python write it', async () => {
  const { sys_id: id } = await incident({ state: '2' })
  const asked = 'sysparm_display_value=True&sysparm_exclude_reference_link=True'
  const { json } = await call('GET', `${INCIDENTS}/${id}?${asked}&sysparm_fields=state,opened_by`)
  expect(json.result).toEqual({ state: 'In Progress', opened_by: 'System Administrator' })
})

test('without a count there are no links to go by', async () => {
  const counted = await call('GET', `${INCIDENTS}?sysparm_limit=1`)
  expect([counted.headers.has('link'), counted.headers.has('x-total-count')]).toEqual([true, true])
  const { headers } = await call('GET', `${INCIDENTS}?sysparm_limit=1&sysparm_no_count=true`)
  expect([headers.has('link'), headers.has('x-total-count')]).toEqual([false, false])
})

test('a file is pending when it has just been sent, and goes with its record', async () => {
  const { sys_id: id = '' } = await incident()
  const file = `/api/now/attachment/file?table_name=incident&table_sys_id=${id}&file_name=a.txt`
  const sent = await call('POST', file, 'text', { 'content-type': 'text/plain' })
  const path = `/api/now/attachment/${sent.json.result.sys_id}`
  expect(sent.json.result.state).toBe('pending')
  expect((await call('GET', path)).json.result.state).toBe('available')
  await call('DELETE', `${INCIDENTS}/${id}`)
  expect((await call('GET', path)).status).toBe(404)
})

test('a deleted table is gone with its records; what others extend, or came along, stays', async () => {
  const tables = '/api/now/table/sys_db_object'
  const idOf = async (name: string): Promise<string> =>
    (await call('GET', `${tables}?name=${name}`)).json.result[0].sys_id
  await call('POST', tables, { name: 'u_gone', label: 'Gone', super_class: await idOf('task') })
  const column = { name: 'u_gone', element: 'u_score', internal_type: 'integer' }
  const made = await call('POST', '/api/now/table/sys_dictionary', column)
  await call('POST', '/api/now/table/u_gone', { u_score: 1 })
  await call('DELETE', `/api/now/table/sys_dictionary/${made.json.result.sys_id}`)
  const [row] = (await call('GET', '/api/now/table/u_gone')).json.result
  expect('u_score' in row).toBe(false)
  expect((await call('DELETE', `${tables}/${await idOf('u_gone')}`)).status).toBe(204)
  expect((await call('GET', '/api/now/table/u_gone')).status).toBe(400)
  expect((await call('GET', `/api/now/table/task/${row.sys_id}`)).status).toBe(404)
  for (const name of ['incident', 'u_vulnerabilities']) {
    expect((await call('DELETE', `${tables}/${await idOf(name)}`)).status).toBe(403)
  }
})

test('a user made by API has the roles that are given, as long as they are', async () => {
  const sys = (table: string) => `/api/now/table/${table}`
  const made = await call('POST', sys('sys_user'), {
    user_name: 'made',
    user_password: 'secret',
    active: true,
  })
  const key = { name: 'k', user: made.json.result.sys_id, token: 'a-key' }
  await call('POST', sys('api_key'), key)
  const reads = async () => {
    const headers = { authorization: '', 'x-sn-apikey': 'a-key' }
    const answer = await call('GET', `${INCIDENTS}?sysparm_limit=2`, undefined, headers)
    return [answer.status, answer.json.result.length]
  }
  expect(await reads()).toEqual([200, 0])
  const role = await call('GET', `${sys('sys_user_role')}?name=itil`)
  const given = await call('POST', sys('sys_user_has_role'), {
    user: made.json.result.sys_id,
    role: role.json.result[0].sys_id,
  })
  expect(await reads()).toEqual([200, 2])
  await call('DELETE', `${sys('sys_user_has_role')}/${given.json.result.sys_id}`)
  expect(await reads()).toEqual([200, 0])
  const unknown = await call('GET', INCIDENTS, undefined, { authorization: '', 'x-sn-apikey': 'x' })
  expect(unknown.status).toBe(401)
})

test('the older web service makes, finds, changes and deletes, and says how each went', async () => {
  const ask = async (query: string, body?: object): Promise<Record<string, unknown>[]> =>
    (await call(body === undefined ? 'GET' : 'POST', `/incident.do?JSONv2&${query}`, body)).json
      .records
  const [made] = await ask('sysparm_action=insert', { short_description: 'older', impact: 1 })
  expect(made).toMatchObject({ short_description: 'older', impact: '1', __status: 'success' })
  const one = `sysparm_query=sys_id=${String(made?.['sys_id'])}`
  expect(await ask(one)).toHaveLength(1)
  await ask(`sysparm_action=update&${one}`, { urgency: 1 })
  expect((await ask(`${one}&displayvalue=true`))[0]).toMatchObject({ priority: '1 - Critical' })
  const [refused] = await ask(`sysparm_action=update&${one}`, { state: 6 })
  expect(refused).toMatchObject({ __status: 'failure', __error: { message: 'Operation Failed' } })
  await ask(`sysparm_action=deleteRecord&sysparm_sys_id=${String(made?.['sys_id'])}`, {})
  expect(await ask(one)).toEqual([])
  const nobody = await call('GET', '/incident.do?JSONv2', undefined, { authorization: '' })
  expect(nobody.status).toBe(401)
})

test('where the Table API does not move problems, it says nothing of it', async () => {
  emulator.settings.tableApiMovesProblems = false
  const { json } = await call('POST', '/api/now/table/problem', { short_description: 'p' })
  const path = `/api/now/table/problem/${json.result.sys_id}`
  const [user] = emulator.records('sys_user').filter((one) => one['user_name'] === 'david.loo')
  const move = async (state: string) =>
    (await call('PATCH', path, { state, assigned_to: user?.['sys_id'] })).json.result.state
  expect([await move('102'), await move('103')]).toEqual(['102', '102'])
  emulator.settings.tableApiMovesProblems = true
  expect(await move('103')).toBe('103')
})

test('times are shown as their reader has them set', async () => {
  const [admin] = emulator.records('sys_user').filter((one) => one['user_name'] === 'admin')
  const me = `/api/now/table/sys_user/${admin?.['sys_id']}`
  const { sys_id: id } = await incident({ due_date: '2026-03-01 15:04:05', work_notes: 'noted' })
  await call('PATCH', me, { date_format: 'dd/MM/yyyy', time_format: 'hh:mm:ss a' })
  const fields = 'sysparm_fields=due_date,work_notes&sysparm_display_value=all'
  const { result } = (await call('GET', `${INCIDENTS}/${id}?${fields}`)).json
  await call('PATCH', me, { date_format: '', time_format: '' })
  expect(result.due_date).toEqual({
    display_value: '01/03/2026 03:04:05 PM',
    value: '2026-03-01 15:04:05',
  })
  expect(result.work_notes.display_value).toMatch(/^\d\d\/\d\d\/\d{4} [\d:]+ [AP]M - System Adm/)
})

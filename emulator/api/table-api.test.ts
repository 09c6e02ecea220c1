import { afterAll, beforeAll, expect, test } from 'vitest'

import { INCIDENT_KEYS } from '../data/incident-keys.ts'
import { startEmulator, type Emulator } from '../emulator.ts'
import { client, clientAs, REDIRECT, type Answer } from '../testing/client.ts'

type Call = (method: string, path: string, body?: unknown, headers?: object) => Promise<Answer>

const INCIDENTS = '/api/now/table/incident'
let emulator: Emulator
let call: Call
beforeAll(async () => {
  emulator = await startEmulator({ redirectUris: [REDIRECT] })
  call = await clientAs(emulator, 'itil')
})
afterAll(() => emulator.stop())

async function create(fields: object, table = 'incident'): Promise<Record<string, string>> {
  return (await call('POST', `/api/now/table/${table}`, fields)).json.result
}

test('a new incident has all its 92 keys in wire order, with the recorded defaults', async () => {
  const { json, status, headers } = await call('POST', INCIDENTS, { short_description: 'a' })
  expect(status).toBe(201)
  expect(headers.get('location')).toBe(`${emulator.url}${INCIDENTS}/${json.result.sys_id}`)
  expect(Object.keys(json.result)).toEqual(INCIDENT_KEYS)
  expect(INCIDENT_KEYS).toHaveLength(92)
  expect(json.result).toMatchObject({
    state: '1',
    incident_state: '1',
    impact: '3',
    urgency: '3',
    priority: '5',
    category: 'inquiry',
    approval: 'not requested',
    made_sla: 'true',
    notify: '1',
    sys_mod_count: '0',
    sys_created_by: 'itil',
    sys_domain: { link: `${emulator.url}/api/now/table/sys_user_group/global`, value: 'global' },
  })
})

test('a view answers with what its form shows, unless fields are asked for', async () => {
  const { sys_id: id } = await create({ short_description: 'a' })
  const keys = async (query: string) =>
    Object.keys((await call('GET', `${INCIDENTS}/${id}?${query}`)).json.result)
  expect(await keys('sysparm_view=desktop')).toContain('short_description')
  expect(await keys('sysparm_view=desktop')).not.toContain('sys_mod_count')
  expect(await keys('sysparm_view=mobile&sysparm_fields=state')).toEqual(['state'])
})

test('an unknown table, an unknown path and no log-in each have their own answer', async () => {
  const table = await call('GET', '/api/now/table/nonsense')
  expect([table.status, table.json.error]).toEqual([
    400,
    { message: 'Invalid table nonsense', detail: null },
  ])
  const path = await call('GET', '/api/x_app/thing')
  expect(path.json.error.message).toBe('Requested URI does not represent any resource')
  const nobody = await client(emulator, '')('GET', INCIDENTS)
  expect(nobody.status).toBe(401)
  expect(nobody.headers.get('www-authenticate')).toBe('Basic realm="Service-now"')
  expect(nobody.headers.has('x-is-logged-in')).toBe(false)
})

test('priority follows impact and urgency on an incident, and is kept as written elsewhere', async () => {
  expect(await create({ impact: 1, urgency: 2, priority: 5 })).toMatchObject({ priority: '2' })
  const record = await create({ impact: 1, urgency: 1, priority: 3 }, 'u_vulnerabilities')
  expect(record).toMatchObject({ priority: '3', number: 'VULN0010001' })
})

test('changing the lookup changes the priority', async () => {
  const admin = client(emulator)
  const cell = await admin('GET', '/api/now/table/dl_u_priority?impact=2&urgency=2')
  const path = `/api/now/table/dl_u_priority/${cell.json.result[0].sys_id}`
  await admin('PATCH', path, { priority: '1' })
  expect(await create({ impact: 2, urgency: 2 })).toMatchObject({ priority: '1' })
  await admin('PATCH', path, { priority: '3' })
  expect(await create({ impact: 2, urgency: 2 })).toMatchObject({ priority: '3' })
})

test('resolving wants a valid close code and notes, and names what is missing by its label', async () => {
  const { sys_id: id } = await create({ short_description: 'a' })
  const stale = { state: '6', close_code: 'Solved (Permanently)', close_notes: 'done' }
  const refused = await call('PATCH', `${INCIDENTS}/${id}`, stale)
  expect(refused.status).toBe(403)
  expect(refused.json.error).toEqual({
    message: 'Operation Failed',
    detail: 'Data Policy Exception: \n\tThe following fields are mandatory: Resolution code',
  })
  const fresh = { ...stale, close_code: 'Solution provided' }
  const { json } = await call('PATCH', `${INCIDENTS}/${id}`, fresh)
  expect(json.result).toMatchObject({ state: '6', incident_state: '6', active: 'true' })
})

test('unknown and read-only fields are dropped without a word, and nothing else changes', async () => {
  const { sys_id: id } = await create({ short_description: 'a' })
  const ignored = { nonsense: 'x', sys_mod_count: '9', sys_created_by: 'me', state: '99' }
  const { json, status } = await call('PATCH', `${INCIDENTS}/${id}`, ignored)
  expect(status).toBe(200)
  expect(json.result).toMatchObject({ sys_mod_count: '0', sys_created_by: 'itil', state: '1' })
})

test('the count of updates rises with effective updates only', async () => {
  const { sys_id: id } = await create({ short_description: 'a' })
  await call('PATCH', `${INCIDENTS}/${id}`, { short_description: 'a' })
  const second = await call('PATCH', `${INCIDENTS}/${id}`, { short_description: 'b' })
  expect(second.json.result.sys_mod_count).toBe('1')
})

test('short text is cut at the length of its column; long text is not', async () => {
  const record = await create({
    short_description: 's'.repeat(200),
    correlation_id: 'c'.repeat(120),
    description: 'd'.repeat(5000),
  })
  expect(record['short_description']).toHaveLength(160)
  expect(record['correlation_id']).toHaveLength(100)
  expect(record['description']).toHaveLength(5000)
})

test('a sys_id of the caller is used, and refused the second time', async () => {
  const body = { sys_id: 'ab'.repeat(16), short_description: 'mine' }
  expect((await call('POST', INCIDENTS, body)).json.result.sys_id).toBe(body.sys_id)
  const again = await call('POST', '/api/now/table/problem', body)
  expect(again.status).toBe(403)
  expect(again.json.error.detail).toContain('Unique Key violation')
  emulator.settings.honourSysId = false
  const other = await call('POST', INCIDENTS, body)
  emulator.settings.honourSysId = true
  expect(other.json.result.sys_id).not.toBe(body.sys_id)
})

test('work notes go to the journal; the column itself stays empty', async () => {
  const { sys_id: id } = await create({ short_description: 'a' })
  const noted = await call('PATCH', `${INCIDENTS}/${id}`, { work_notes: 'found again' })
  expect(noted.json.result).toMatchObject({ work_notes: '', sys_mod_count: '1' })
  const shown = await call('GET', `${INCIDENTS}/${id}?sysparm_display_value=true`)
  expect(shown.json.result.work_notes).toMatch(/ - ITIL User \(Work notes\)\nfound again\n\n$/)
  const query = `element_id=${id}^element=work_notes`
  const entries = await call('GET', `/api/now/table/sys_journal_field?sysparm_query=${query}`)
  expect(entries.json.result).toMatchObject([{ value: 'found again', name: 'incident' }])
})

test('an unknown field in a query widens it to the whole table', async () => {
  const all = await call('GET', `${INCIDENTS}?sysparm_limit=1`)
  const wide = await call('GET', `${INCIDENTS}?sysparm_limit=1&sysparm_query=no_such=banana`)
  expect(wide.headers.get('x-total-count')).toBe(all.headers.get('x-total-count'))
  emulator.settings.invalidQueryReturnsNoRows = true
  const none = await call('GET', `${INCIDENTS}?sysparm_query=no_such=banana`)
  emulator.settings.invalidQueryReturnsNoRows = false
  expect(none.json.result).toEqual([])
})

test('paging links are the recorded ones', async () => {
  const { headers } = await call('GET', `${INCIDENTS}?sysparm_limit=1&sysparm_fields=number`)
  const total = Number(headers.get('x-total-count'))
  const at = (offset: number) =>
    `<${emulator.url}${INCIDENTS}?sysparm_fields=number&sysparm_limit=1&sysparm_offset=${offset}>`
  expect(headers.get('link')).toBe(
    `${at(0)};rel="first",${at(-1)};rel="prev",${at(1)};rel="next",${at(total - 1)};rel="last"`,
  )
  const whole = await call('GET', INCIDENTS)
  expect(whole.headers.has('link')).toBe(false)
})

test('one value is shown raw, as a label, or both', async () => {
  const { sys_id: id } = await create({ impact: 1, urgency: 1 })
  const get = async (mode: string) =>
    (await call('GET', `${INCIDENTS}/${id}?sysparm_fields=state,opened_by&${mode}`)).json.result
  const self = emulator.records('sys_user').find((user) => user['user_name'] === 'itil')
  const value = self?.['sys_id'] ?? ''
  const link = `${emulator.url}/api/now/table/sys_user/${value}`
  expect(await get('')).toEqual({ state: '1', opened_by: { link, value } })
  expect(await get('sysparm_exclude_reference_link=true')).toEqual({ state: '1', opened_by: value })
  expect(await get('sysparm_display_value=true')).toEqual({
    state: 'New',
    opened_by: { display_value: 'ITIL User', link },
  })
  expect(await get('sysparm_display_value=all')).toEqual({
    state: { display_value: 'New', value: '1' },
    opened_by: { display_value: 'ITIL User', value, link },
  })
})

test('a person in Tokyo sees times in Tokyo', async () => {
  const { sys_id: id } = await create({ short_description: 'a' })
  const asDev = await clientAs(emulator, 'dev')
  const fields = 'sysparm_fields=opened_at&sysparm_display_value=all'
  const { json } = await asDev('GET', `${INCIDENTS}/${id}?${fields}`)
  const { display_value: shown, value } = json.result.opened_at
  expect(Date.parse(shown) - Date.parse(value)).toBe(9 * 3_600_000)
})

test('who lacks the role sees empty tables, and is refused where the instance refuses', async () => {
  const asViewer = await clientAs(emulator, 'viewer')
  const incidents = await asViewer('GET', INCIDENTS)
  expect([incidents.status, incidents.json]).toEqual([200, { result: [] }])
  const tables = await asViewer('GET', '/api/now/table/sys_db_object')
  expect(tables.status).toBe(403)
  expect(
    (await asViewer('GET', '/api/now/table/sys_choice?sysparm_limit=3')).json.result,
  ).toHaveLength(3)
  const write = await asViewer('POST', INCIDENTS, { short_description: 'a' })
  expect(write.json.error.detail).toBe('ACL Exception Insert Failed due to security constraints')
  expect((await call('GET', '/api/now/table/sys_dictionary')).json).toEqual({ result: [] })
})

test('a hidden record looks deleted to all but the administrator, and shortens its page', async () => {
  const { sys_id: id } = await create({ short_description: 'a' })
  emulator.hide(id ?? '')
  expect((await call('GET', `${INCIDENTS}/${id}`)).status).toBe(404)
  const page = await call('GET', `${INCIDENTS}?sysparm_query=sys_idIN${id}`)
  expect(page.json.result).toEqual([])
  expect(page.headers.get('x-total-count')).toBe('1')
  emulator.hide(id ?? '', false)
  expect((await call('GET', `${INCIDENTS}/${id}`)).status).toBe(200)
})

test('tables that extend task are found at any depth', async () => {
  const children = async (parent: string): Promise<string[]> => {
    const query = `super_class.name=${parent}&sysparm_fields=name`
    const { json } = await call('GET', `/api/now/table/sys_db_object?sysparm_query=${query}`)
    return json.result.map((row: { name: string }) => row.name)
  }
  expect(await children('task')).toEqual(expect.arrayContaining(['incident', 'u_vulnerabilities']))
  expect(await children('u_vulnerabilities')).toEqual(['u_vulnerability_exceptions'])
})

test('a malformed or oversized body is refused in the shape of the instance', async () => {
  const broken = await call('POST', INCIDENTS, '{"a":')
  expect([broken.status, broken.json.status]).toEqual([400, 'failure'])
  const huge = await call('POST', INCIDENTS, `{"a":"${'x'.repeat(11_000_000)}"}`)
  expect(huge.json.error.message).toBe('Exception while reading request')
  const method = await call('POST', `${INCIDENTS}/${'0'.repeat(32)}`, {})
  expect(method.status).toBe(405)
})

test('the version called is the version in links, and v1 has no empty lists', async () => {
  const { json } = await call('GET', '/api/now/v2/table/incident?sysparm_limit=1')
  expect(json.result[0].opened_by.link).toContain('/api/now/v2/table/sys_user/')
  const none = await call('GET', '/api/now/v1/table/incident?sysparm_query=number=nothing')
  expect(none.status).toBe(404)
})

test('access controls close tables and fields to who lacks the role', async () => {
  const admin = client(emulator)
  const acls = '/api/now/table/sys_security_acl'
  const close = async (name: string, operation: string): Promise<void> => {
    const acl = { name, operation, roles: 'security_admin' }
    expect((await admin('POST', acls, acl)).status).toBe(201)
  }
  const { sys_id: id } = await create({ short_description: 'a', close_notes: 'secret' })
  await close('task.close_notes', 'read')
  await close('incident.impact', 'write')
  await close('problem', 'read')
  await close('problem', 'create')
  const read = await call('GET', `${INCIDENTS}/${id}`)
  expect(read.json.result.close_notes).toBe('')
  const written = await call('PATCH', `${INCIDENTS}/${id}`, { impact: '1' })
  expect([written.status, written.json.result]).toMatchObject([
    200,
    { impact: '3', sys_mod_count: '0' },
  ])
  expect((await call('GET', '/api/now/table/problem')).json.result).toEqual([])
  expect((await call('POST', '/api/now/table/problem', {})).status).toBe(403)
  expect((await admin('GET', `${INCIDENTS}/${id}`)).json.result.close_notes).toBe('secret')
  for (const acl of emulator.records('sys_security_acl')) {
    emulator.remove('sys_security_acl', acl['sys_id'] ?? '')
  }
})

import { beforeAll, expect, test } from 'vitest'

import { startEmulator, type Emulator } from '../emulator.ts'
import { client, person, REDIRECT, type Answer } from '../testing/client.ts'
import { html } from './html.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ redirectUris: [REDIRECT], records: 45 })
  return () => emulator.stop()
})

type Visit = ReturnType<typeof person>

async function loggedIn(userName: string): Promise<Visit> {
  const visit = person(emulator)
  await visit('/login.do', { user_name: userName, user_password: userName })
  return visit
}

/** What a browser would post of this form, with some fields filled in differently. */
function filledIn(page: Answer, changes: Readonly<Record<string, string>>): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [, name = '', value = ''] of page.text.matchAll(
    /<input[^>]*\bname="([^"]+)"[^>]*?\bvalue="([^"]*)"/g,
  )) {
    fields[name] = value
  }
  for (const [, name = '', options = ''] of page.text.matchAll(
    /<select[^>]*\bname="([^"]+)"[^>]*>([^]*?)<\/select>/g,
  )) {
    fields[name] = /value="([^"]*)"\s+selected/.exec(options)?.[1] ?? ''
  }
  return { ...fields, ...changes }
}

const incident = (number: string) =>
  emulator.records('incident').find((row) => row['number'] === number) ?? {}

test('markup is escaped wherever a value goes', () => {
  const value = `"><script>alert('x')</script>`
  const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;'
  expect(html`<a title="${value}">${[value, html`<b>${1}</b>`, null]}</a>`.text).toBe(
    `<a title="${escaped}">${escaped}<b>1</b></a>`,
  )
})

test('a link to a record leads there, through the log-in if need be', async () => {
  const { sys_id: id, number } = incident('INC0010001')
  const link = `/nav_to.do?uri=${encodeURIComponent(`incident.do?sys_id=${id}`)}`
  const visit = person(emulator)
  const login = await visit(link)
  expect(login.headers.get('location')).toBe(`/login.do?uri=${encodeURIComponent(link)}`)
  const back = await visit('/login.do', { uri: link, user_name: 'itil', user_password: 'itil' })
  expect(back.headers.get('location')).toBe(link)
  const framed = await visit(link)
  const page = await visit(framed.headers.get('location') ?? '')
  expect(page.text).toContain(number)
})

test('nav_to.do leads nowhere but to pages of this instance', async () => {
  const visit = await loggedIn('itil')
  for (const uri of ['https://evil.example/', '//evil.example/x.do', '/\\evil.example/x.do']) {
    const to = await visit(`/nav_to.do?uri=${encodeURIComponent(uri)}`)
    expect(to.headers.get('location')).toMatch(/^\/\w+\.do$/)
  }
})

test('a person moves a ticket by its form: the same rules, the same traces', async () => {
  const visit = await loggedIn('itil')
  const { sys_id: id } = incident('INC0010003')
  const page = await visit(`/incident.do?sys_id=${id}`)
  expect(page.text).toMatch(/id="priority"[^>]*readonly/)
  const changes = { state: '2', impact: '1', urgency: '1', work_notes: 'on it', sysverb: 'save' }
  const saved = await visit('/incident.do', filledIn(page, changes))
  expect(saved.headers.get('location')).toBe(`/incident.do?sys_id=${id}&saved=1`)
  expect(incident('INC0010003')).toMatchObject({
    state: '2',
    incident_state: '2',
    priority: '1',
    sys_mod_count: '1',
    sys_updated_by: 'itil',
  })
  const after = await visit(`/incident.do?sys_id=${id}`)
  expect(after.text).toContain('on it')
  expect(after.text).toContain('State: In Progress was New')
})

test('a form lists the files of its record, for those who may read it', async () => {
  const { sys_id: id = '' } = incident('INC0010002')
  const file = `table_name=incident&table_sys_id=${id}&file_name=a%20%3Cb%3E.html`
  const html = { 'content-type': 'text/html' }
  await client(emulator)('POST', `/api/now/attachment/file?${file}`, '<p>proof</p>', html)
  const visit = await loggedIn('itil')
  const page = await visit(`/incident.do?sys_id=${id}`)
  expect(page.text).toContain('Attachments (1)')
  expect(page.text).toContain('a &lt;b&gt;.html')
  const link = /href="(\/sys_attachment\.do\?sys_id=\w+)"/.exec(page.text)?.[1] ?? ''
  const download = await visit(link)
  expect(download.text).toBe('<p>proof</p>')
  expect(download.headers.get('content-disposition')).toContain('attachment;')
  expect((await (await loggedIn('viewer'))(link)).status).toBe(404)
  expect((await visit('/sys_attachment.do?sys_id=none')).status).toBe(404)
})

test('a form left open undoes nothing that others did meanwhile', async () => {
  const visit = await loggedIn('itil')
  const { sys_id: id = '' } = incident('INC0010004')
  const page = await visit(`/incident.do?sys_id=${id}`)
  emulator.edit('incident', id, { urgency: '1' }, 'dev')
  await visit('/incident.do', filledIn(page, { impact: '1', sysverb: 'save' }))
  expect(incident('INC0010004')).toMatchObject({ impact: '1', urgency: '1' })
})

test('what a rule refuses is said on the form, as it was filled in', async () => {
  const visit = await loggedIn('itil')
  const { sys_id: id } = incident('INC0010005')
  const page = await visit(`/incident.do?sys_id=${id}`)
  const refused = await visit('/incident.do', filledIn(page, { state: '6', sysverb: 'save' }))
  expect(refused.text).toContain('The following fields are mandatory: Resolution code, Close notes')
  expect(refused.text).toMatch(/value="6"\s+selected/)
  expect(incident('INC0010005')['state']).toBe('2')
})

test('a post without the token of the session changes nothing', async () => {
  const visit = await loggedIn('itil')
  const { sys_id: id = '' } = incident('INC0010005')
  const forged = await visit('/incident.do', { sys_id: id, state: '1' })
  expect(forged.status).toBe(403)
})

test('a list filters, sorts and pages', async () => {
  const visit = await loggedIn('itil')
  const first = await visit('/incident_list.do')
  expect(first.text).toContain('1 to 20 of 52')
  const last = await visit('/incident_list.do?sysparm_first_row=41')
  expect(last.text).toContain('41 to 52 of 52')
  const search = await visit(
    '/incident_list.do?sysparm_query=state%3D2&search_field=number&search_value=0001^state=1',
  )
  expect(search.headers.get('location')).toBe(
    `/incident_list.do?sysparm_query=${encodeURIComponent('state=2^numberLIKE0001state=1')}`,
  )
  const sorted = await visit('/incident_list.do?sysparm_query=ORDERBYnumber')
  expect(sorted.text).toContain('aria-sort="ascending"')
  expect(sorted.text.indexOf('INC0010001')).toBeLessThan(sorted.text.indexOf('INC0010002'))
})

test('an administrator registers an application and it can be used', async () => {
  const visit = await loggedIn('admin')
  const page = await visit('/oauth_entity.do?sys_id=-1')
  const fields = { name: 'Another', redirect_url: 'http://a.example/cb', sysverb: 'insert' }
  const saved = await visit('/oauth_entity.do', filledIn(page, fields))
  const entity = await visit(saved.headers.get('location') ?? '')
  const registered = emulator.records('oauth_entity').find((row) => row['name'] === 'Another')
  expect(registered?.['client_id']).toMatch(/^[0-9a-f]{32}$/)
  expect(entity.text).toContain(registered?.['client_secret'])
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: registered?.['client_id'] ?? '',
    redirect_uri: 'http://a.example/cb',
    state: 'a',
  })
  expect((await visit(`/oauth_auth.do?${asked.toString()}`)).text).toContain('id="allow"')
})

test('secrets are for the registry page alone, not for the API, and not for others', async () => {
  const { json } = await client(emulator)('GET', '/api/now/table/oauth_entity?sysparm_limit=1')
  expect(json.result[0].client_secret).toBe('')
  const visit = await loggedIn('itil')
  const { sys_id: id } = emulator.records('oauth_entity')[0] ?? {}
  expect((await visit(`/oauth_entity.do?sys_id=${id}`)).status).toBe(404)
  expect((await visit('/oauth_entity_list.do')).text).toContain('No records to display')
})

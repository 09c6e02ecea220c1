import { createHash } from 'node:crypto'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { startEmulator, type Emulator } from '../emulator.ts'
import {
  authorizationCode,
  client,
  clientAs,
  connect,
  person,
  REDIRECT,
  tokenRequest,
} from '../testing/client.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ redirectUris: ['http://other.example/', REDIRECT] })
})
afterAll(() => emulator.stop())

const DENIED = { error_description: 'access_denied', error: 'server_error' }
const ASKED = `response_type=code&client_id=lockstep&redirect_uri=${encodeURIComponent(REDIRECT)}`

test('a person logs in, allows, and the application gets tokens that work', async () => {
  const { json } = await tokenRequest(emulator, {
    grant_type: 'authorization_code',
    code: await authorizationCode(emulator, 'itil'),
    redirect_uri: REDIRECT,
  })
  expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 1799, scope: 'useraccount' })
  const call = client(emulator, `Bearer ${json.access_token}`)
  expect((await call('GET', '/api/now/table/incident?sysparm_limit=1')).status).toBe(200)
})

test('whoever is not logged in is sent to the log-in page and back to the question', async () => {
  const visit = person(emulator)
  const sent = await visit(`/oauth_auth.do?${ASKED}&state=a1`)
  const login = sent.headers.get('location') ?? ''
  expect(login).toContain('/oauth_login.do?uri=')
  expect((await visit(login)).text).toContain('id="sysverb_login"')
  const uri = new URL(login, emulator.url).searchParams.get('uri') ?? ''
  const back = await visit('/login.do', { uri, user_name: 'itil', user_password: 'itil' })
  const question = await visit(back.headers.get('location') ?? '')
  expect(question.text).toContain('id="allow"')
})

test('a log-in leads nowhere but to this instance', async () => {
  for (const uri of ['//evil.example/', 'https://evil.example/', '/\\evil.example', '/\t/evil']) {
    const back = await person(emulator)('/login.do', {
      uri,
      user_name: 'itil',
      user_password: 'itil',
    })
    expect(back.headers.get('location')).toBe('/nav_to.do?uri=incident_list.do')
  }
})

test('a wrong password says so and lets nobody in', async () => {
  const page = await person(emulator)('/login.do', { user_name: 'itil', user_password: 'no' })
  expect(page.status).toBe(200)
  expect(page.text).toContain('User name or password invalid')
})

test('Deny sends the person back with access_denied and the state', async () => {
  const visit = person(emulator)
  await visit('/login.do', { user_name: 'itil', user_password: 'itil' })
  const page = await visit(`/oauth_auth.do?${ASKED}&state=a1`)
  const form = Object.fromEntries(
    [...page.text.matchAll(/type="hidden"\s+name="(\w+)"\s+value="([^"]*)"/g)].map((hidden) => [
      hidden[1],
      hidden[2],
    ]),
  )
  const back = await visit('/oauth_auth.do', { ...form, answer: 'deny' })
  const target = new URL(back.headers.get('location') ?? '')
  expect(target.searchParams.get('error')).toBe('access_denied')
  expect(target.searchParams.get('state')).toBe('a1')
})

test('what is not registered or lacks a state never leaves the instance', async () => {
  const visit = person(emulator)
  await visit('/login.do', { user_name: 'itil', user_password: 'itil' })
  const strange = ASKED.replace('9999', '9998')
  expect((await visit(`/oauth_auth.do?${strange}&state=a`)).text).toContain('Invalid redirect_uri')
  const stateless = await visit(`/oauth_auth.do?${ASKED}`)
  expect(stateless.text).toContain('Missing State parameter in request.')
  const odd = await visit(`/oauth_auth.do?${ASKED}&state=a%3Cb`)
  expect(odd.text).toContain('Invalid State parameter')
})

test('an Allow without the token of the form is refused', async () => {
  const visit = person(emulator)
  await visit('/login.do', { user_name: 'itil', user_password: 'itil' })
  const forged = Object.fromEntries(new URLSearchParams(`${ASKED}&state=a&answer=allow`))
  expect((await visit('/oauth_auth.do', forged)).status).toBe(403)
})

test('a code is good once, for a minute, for its redirect and its verifier', async () => {
  const redeem = (code: string, more = {}) =>
    tokenRequest(emulator, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT,
      ...more,
    })
  const code = await authorizationCode(emulator, 'itil')
  expect((await redeem(code)).status).toBe(200)
  const again = await redeem(code)
  expect([again.status, again.json]).toEqual([401, DENIED])

  const late = await authorizationCode(emulator, 'itil')
  emulator.clock.advance(61)
  expect((await redeem(late)).json).toEqual(DENIED)

  const verifier = 'a-verifier-of-at-least-forty-three-characters-length'
  const bound = await authorizationCode(emulator, 'itil', verifier)
  expect((await redeem(bound)).json).toEqual(DENIED)
  const answered = await authorizationCode(emulator, 'itil', verifier)
  expect((await redeem(answered, { code_verifier: verifier })).status).toBe(200)
  const elsewhere = await authorizationCode(emulator, 'itil')
  expect((await redeem(elsewhere, { redirect_uri: 'http://other.example/' })).json).toEqual(DENIED)
})

test('an access token ends after half an hour, the refresh token after a hundred days', async () => {
  const tokens = await connect(emulator)
  const refresh = () =>
    tokenRequest(emulator, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token })
  const read = (token: string) => client(emulator, `Bearer ${token}`)('GET', '/api/now/table/task')
  emulator.clock.advance(1801)
  const expired = await read(tokens.access_token)
  expect(expired.status).toBe(401)
  expect(expired.json.error.message).toBe('User Not Authenticated')
  const { json: renewed } = await refresh()
  expect(renewed.refresh_token).toBe(tokens.refresh_token)
  expect((await read(renewed.access_token)).status).toBe(200)
  emulator.clock.advance(100 * 86_400)
  expect((await refresh()).json).toEqual(DENIED)
})

test('refresh tokens rotate where the instance is set to', async () => {
  const { refresh_token: first } = await connect(emulator)
  emulator.settings.rotateRefreshTokens = true
  const refresh = () =>
    tokenRequest(emulator, { grant_type: 'refresh_token', refresh_token: first })
  const { json } = await refresh()
  emulator.settings.rotateRefreshTokens = false
  expect(json.refresh_token).not.toBe(first)
  expect((await refresh()).status).toBe(401)
})

test('a revoked token is an unknown token', async () => {
  const { access_token: token } = await connect(emulator)
  await fetch(`${emulator.url}/oauth_revoke_token.do?token=${token}`)
  expect((await client(emulator, `Bearer ${token}`)('GET', '/api/now/table/task')).status).toBe(401)
})

test('the token endpoint wants a form, the right secret and a grant that is switched on', async () => {
  const json = await fetch(`${emulator.url}/oauth_token.do`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  expect(json.status).toBe(401)
  const wrong = { grant_type: 'password', client_secret: 'x', username: 'itil', password: 'itil' }
  expect((await tokenRequest(emulator, wrong)).json).toEqual(DENIED)
  const right = { ...wrong, client_secret: 'lockstep-secret' }
  expect((await tokenRequest(emulator, right)).json).toEqual(DENIED)
  emulator.settings.passwordGrant = true
  expect((await tokenRequest(emulator, right)).status).toBe(200)
  emulator.settings.passwordGrant = false
})

test('a securely scoped client gets a token and then 403 on everything', async () => {
  const call = await clientAs(emulator, 'itil')
  const admin = client(emulator)
  const [entity] = emulator.records('oauth_entity')
  const path = `/api/now/table/oauth_entity/${entity?.['sys_id'] ?? ''}`
  await admin('PATCH', path, { scope_restriction: 'securely_scoped' })
  const { status, json } = await call('GET', '/api/now/table/incident')
  await admin('PATCH', path, { scope_restriction: 'broadly_scoped' })
  expect(status).toBe(403)
  expect(json).toEqual({
    error: { message: 'User Not Authorized', detail: 'Access to unscoped api is not allowed' },
    status: 'failure',
  })
})

test('the command line of ServiceNow’s SDK logs in with its public client', async () => {
  const visit = person(emulator)
  await visit('/login.do', { user_name: 'itil', user_password: 'itil' })
  const verifier = 'v'.repeat(43)
  const asked = {
    response_type: 'code',
    client_id: '543e5655f77746a28228c6009a599dfb',
    redirect_uri: '/sdk-oauth.do',
    state: 'abc',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }
  const page = await visit(`/oauth_auth.do?${new URLSearchParams(asked).toString()}`)
  const ck = /name="sysparm_ck" value="(\w+)"/.exec(page.text)?.[1] ?? ''
  const back = await visit('/oauth_auth.do', { ...asked, sysparm_ck: ck, answer: 'allow' })
  const shown = await visit((back.headers.get('location') ?? '').replace(emulator.url, ''))
  const code = /id="code">([\w-]+)</.exec(shown.text)?.[1] ?? ''
  const form = { client_id: asked.client_id, client_secret: '', redirect_uri: '/sdk-oauth.do' }
  const grant = { grant_type: 'authorization_code', code, code_verifier: verifier }
  const { json, status } = await tokenRequest(emulator, { ...form, ...grant })
  expect(status).toBe(200)
  const again = { ...form, grant_type: 'refresh_token', refresh_token: json.refresh_token }
  expect((await tokenRequest(emulator, again)).status).toBe(200)
})

test('a session of the pages calls the API with the token that its 401 hands out', async () => {
  const login = await fetch(`${emulator.url}/angular.do?sysparm_type=view_form.login`, {
    method: 'POST',
    body: new URLSearchParams({ sysparm_type: 'login', user_name: 'itil', user_password: 'itil' }),
  })
  expect(await login.json()).toEqual({ status: 'success' })
  const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? ''
  const who = `${emulator.url}/angular.do?sysparm_type=get_user`
  const refused = await fetch(who, { method: 'POST', headers: { cookie } })
  const token = refused.headers.get('x-usertoken-response') ?? ''
  expect([refused.status, token.length > 0]).toEqual([401, true])
  const call = (headers: Record<string, string>) =>
    fetch(`${emulator.url}/api/now/table/incident?sysparm_limit=1`, { headers })
  expect((await call({ cookie, 'x-usertoken': token })).status).toBe(200)
  expect((await call({ cookie })).status).toBe(401)
})

import { expect } from 'vitest'
import type { TestServer } from '../test-kit.ts'
import { ORIGIN, PASSWORD, cookieOf, startServer, test } from '../test-kit.ts'

const SIGN_IN = '/api/auth/sign-in/email'

test('a wrong password and an unknown account are answered the same', async ({ server }) => {
  const { email } = await server.person('VIEWER')
  const wrong = await server.nobody('POST', SIGN_IN, { email, password: 'not this one at all' })
  const unknown = await server.nobody('POST', SIGN_IN, {
    email: 'nobody@example.com',
    password: 'not this one at all',
  })
  expect(wrong.statusCode).toBe(401)
  expect(unknown.statusCode).toBe(401)
  const { requestId: _a, ...first } = wrong.json<Record<string, unknown>>()
  const { requestId: _b, ...second } = unknown.json<Record<string, unknown>>()
  expect(first).toEqual(second)
  expect(wrong.cookies).toEqual([])
})

test('guessing at one account is stopped, and the account stays open to its owner', async ({
  database,
}) => {
  const server = await startServer(database, { limits: { failuresByAccount: 3 } })
  const { email } = await server.person('VIEWER')
  const other = await server.person('VIEWER')
  const guess = () => server.nobody('POST', SIGN_IN, { email, password: 'a guess that is wrong' })
  for (let i = 0; i < 3; i++) expect((await guess()).statusCode).toBe(401)
  const stopped = await guess()
  expect(stopped.statusCode).toBe(429)
  expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0)
  const fine = await server.nobody('POST', SIGN_IN, { email: other.email, password: PASSWORD })
  expect(fine.statusCode).toBe(200)
  await server.app.close()
})

test('guessing from one address is stopped, whatever the account', async ({ database }) => {
  const server = await startServer(database, { limits: { failuresByAddress: 3 } })
  const guess = (n: number) =>
    server.nobody('POST', SIGN_IN, { email: `g${n}@example.com`, password: 'a guess' })
  for (let i = 0; i < 3; i++) expect((await guess(i)).statusCode).toBe(401)
  expect((await guess(4)).statusCode).toBe(429)
  await server.app.close()
})

test('the cookie is out of reach for scripts and other sites, and secure behind https', async ({
  server,
  database,
}) => {
  const { email } = await server.person('VIEWER')
  const plain = await server.nobody('POST', SIGN_IN, { email, password: PASSWORD })
  expect(plain.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
  const publicUrl = 'https://lockstep.test'
  const auth = { publicUrl, secret: 'another secret of thirty-two letters', trustedProxies: 0 }
  const secure = await startServer(database, { auth })
  const answer = await secure.app.inject({
    method: 'POST',
    url: SIGN_IN,
    headers: { origin: publicUrl },
    payload: { email, password: PASSWORD },
  })
  expect(answer.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax', secure: true })
  expect(answer.headers['strict-transport-security']).toContain('max-age')
  await secure.app.close()
})

test('signing out ends the session, not only the cookie', async ({ server }) => {
  const person = await server.person('VIEWER')
  const answer = await server.as(person)('POST', '/api/auth/sign-out')
  expect(answer.statusCode).toBe(204)
  expect((await server.as(person)('GET', '/api/v1/me')).statusCode).toBe(401)
})

test("none of better-auth's other endpoints can be reached", async ({ server }) => {
  const admin = server.as(await server.person('ADMIN'))
  const inner = [
    'POST /sign-up/email',
    'GET /get-session',
    'POST /admin/create-user',
    'POST /admin/set-role',
    'GET /admin/list-users',
    'POST /admin/impersonate-user',
    'POST /api-key/create',
    'POST /update-user',
    'POST /change-email',
    'POST /request-password-reset',
    'GET /ok',
  ]
  for (const name of inner) {
    const [method = '', path = ''] = name.split(' ')
    const { statusCode } = await admin(method as 'GET', `/api/auth${path}`)
    expect([name, statusCode]).toEqual([name, 404])
  }
})

test('a change by cookie from another site is refused', async ({ server }) => {
  const { cookie } = await server.person('ADMIN')
  const change = (headers: Record<string, string>) =>
    server.app.inject({
      method: 'POST',
      url: '/api/v1/assets',
      headers: { cookie, ...headers },
      payload: { name: 'Planted' },
    })
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, {}] as const) {
    const answer = await change(headers)
    expect(answer.statusCode).toBe(403)
    expect(answer.json()).toMatchObject({ remedy: expect.stringContaining(ORIGIN) })
  }
  expect((await change({ origin: ORIGIN })).statusCode).toBe(201)
})

test('who changes the password stays in, and is out everywhere else', async ({ server }) => {
  const here = await server.person('DEVELOPER')
  const { email } = here
  const elsewhere = cookieOf(await server.nobody('POST', SIGN_IN, { email, password: PASSWORD }))
  const change = (current: string) =>
    server.as(here)('POST', '/api/v1/me/password', { current, next: 'a longer new password' })
  expect((await change('not the present one')).json()).toMatchObject({
    status: 400,
    errors: [{ pointer: '/current' }],
  })
  const changed = await change(PASSWORD)
  expect(changed.statusCode).toBe(204)
  expect((await server.as({ ...here, cookie: elsewhere })('GET', '/api/v1/me')).statusCode).toBe(
    401,
  )
  const again = await server.as({ ...here, cookie: cookieOf(changed) })('GET', '/api/v1/me')
  expect(again.statusCode).toBe(200)
  expect(await canSignIn(server, email, PASSWORD)).toBe(false)
  expect(await canSignIn(server, email, 'a longer new password')).toBe(true)
})

async function canSignIn({ nobody }: TestServer, email: string, password: string) {
  return (await nobody('POST', SIGN_IN, { email, password })).statusCode === 200
}

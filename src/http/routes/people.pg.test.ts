import { expect } from 'vitest'
import { test as withDatabase } from '../../../test/support/database.ts'
import { PASSWORD, startServer, test } from '../test-kit.ts'

withDatabase('the last active Admin stays Admin', async ({ database }) => {
  const { app, as, person } = await startServer(database)
  const one = await person('ADMIN')
  const edit = (change: object) => as(one)('PATCH', `/api/v1/people/${one.id}`, change)
  expect((await edit({ role: 'VIEWER' })).statusCode).toBe(409)
  expect((await edit({ disabled: true })).statusCode).toBe(409)
  const two = await person('ADMIN')
  // Each takes the other's profile away at the same moment: one must fail.
  const answers = await Promise.all([
    as(one)('PATCH', `/api/v1/people/${two.id}`, { role: 'VIEWER' }),
    as(two)('PATCH', `/api/v1/people/${one.id}`, { role: 'VIEWER' }),
  ])
  expect(answers.map(({ statusCode }) => statusCode)).not.toEqual([200, 200])
  await app.close()
})

test('a disabled person is out at once, with every key, and in again when enabled', async ({
  server,
}) => {
  const admin = server.as(await server.person('ADMIN'))
  const person = await server.person('DEVELOPER')
  const made = await server.as(person)('POST', '/api/v1/api-keys', {
    name: 'CI',
    role: 'DEVELOPER',
    expiresInDays: null,
  })
  const { key } = made.json<{ key: string }>()
  const byKey = () => server.withKey(key)('GET', '/api/v1/me')
  expect((await byKey()).statusCode).toBe(200)
  const path = `/api/v1/people/${person.id}`
  expect((await admin('PATCH', path, { disabled: true })).json()).toMatchObject({
    state: 'disabled',
  })
  expect((await server.as(person)('GET', '/api/v1/me')).statusCode).toBe(401)
  expect((await byKey()).statusCode).toBe(401)
  const credentials = { email: person.email, password: PASSWORD }
  const refused = await server.nobody('POST', '/api/auth/sign-in/email', credentials)
  expect(refused.statusCode).toBe(403)
  expect((await admin('POST', `${path}/reset-link`)).statusCode).toBe(409)
  await admin('PATCH', path, { disabled: false })
  const again = await server.nobody('POST', '/api/auth/sign-in/email', credentials)
  expect(again.statusCode).toBe(200)
})

test('a new profile counts from the next request on', async ({ server }) => {
  const admin = server.as(await server.person('ADMIN'))
  const person = await server.person('VIEWER')
  const add = (name: string) => server.as(person)('POST', '/api/v1/assets', { name })
  expect((await add('Before')).statusCode).toBe(403)
  await admin('PATCH', `/api/v1/people/${person.id}`, { role: 'DEVELOPER' })
  expect((await add('After')).statusCode).toBe(201)
})

test('a key may never do more than its owner may now', async ({ server }) => {
  const admin = server.as(await server.person('ADMIN'))
  const owner = await server.person('ADMIN')
  const client = server.as(owner)
  const ask = { name: 'All', role: 'ADMIN', expiresInDays: 30 }
  const made = await client('POST', '/api/v1/api-keys', ask)
  expect(made.statusCode).toBe(201)
  const { key, id, start } = made.json<{ key: string; id: string; start: string }>()
  expect(key.startsWith(start)).toBe(true)
  const byKey = server.withKey(key)
  expect((await byKey('GET', '/api/v1/people')).statusCode).toBe(200)
  expect((await byKey('GET', '/api/v1/me')).json()).toMatchObject({ role: 'ADMIN' })
  expect((await byKey('POST', '/api/v1/api-keys', ask)).statusCode).toBe(403)

  await admin('PATCH', `/api/v1/people/${owner.id}`, { role: 'VIEWER' })
  expect((await byKey('GET', '/api/v1/people')).statusCode).toBe(403)
  expect((await byKey('GET', '/api/v1/me')).json()).toMatchObject({ role: 'VIEWER' })
  expect((await client('POST', '/api/v1/api-keys', ask)).statusCode).toBe(403)

  const stranger = server.as(await server.person('ADMIN'))
  expect((await stranger('DELETE', `/api/v1/api-keys/${id}`)).statusCode).toBe(404)
  expect((await client('DELETE', `/api/v1/api-keys/${id}`)).statusCode).toBe(204)
  expect((await byKey('GET', '/api/v1/me')).statusCode).toBe(401)
  expect((await client('GET', '/api/v1/api-keys')).json()).toEqual({ items: [] })
})

test('an unknown key is refused, even beside a good cookie', async ({ server }) => {
  const { cookie } = await server.person('ADMIN')
  for (const key of ['lockstep_made-up', '', 'x'.repeat(5_000)]) {
    const answer = await server.app.inject({
      url: '/api/v1/me',
      headers: { cookie, 'x-api-key': key },
    })
    expect(answer.statusCode).toBe(401)
  }
})

test('the audit says who changed what, and never forgets', async ({ server, database }) => {
  const admin = server.as(await server.person('ADMIN'))
  await admin('POST', '/api/v1/assets', { name: 'Audited' })
  const page = await admin('GET', '/api/v1/audit?limit=1')
  expect(page.json()).toMatchObject({
    items: [
      {
        action: 'asset.added',
        subject: 'Audited',
        actor: { kind: 'person', name: 'The ADMIN' },
      },
    ],
  })
  await expect(database.kysely.deleteFrom('audit').execute()).rejects.toThrow('never changed')
})

import { expect } from 'vitest'
import { freshDatabase } from '../../../test/support/database.ts'
import { PASSWORD, cookieOf, startServer, test } from '../test-kit.ts'
import { setupToken } from './setup.ts'

const NEW = 'a password of my own'

test('the first person comes in by the printed link, once', async () => {
  const database = await freshDatabase()
  const { app, nobody, as } = await startServer(database)
  const replaced = await setupToken(database)
  const token = await setupToken(database)
  expect((await nobody('GET', '/api/v1/setup')).json()).toEqual({ needed: true })
  const setUp = (given: string | null, email = 'First@Example.com') =>
    nobody('POST', '/api/v1/setup', { token: given, name: 'First', email, password: PASSWORD })
  expect((await setUp('x'.repeat(43))).statusCode).toBe(404)
  expect((await setUp(replaced)).statusCode).toBe(404)
  const made = await setUp(token)
  expect(made.statusCode).toBe(201)
  expect(made.json()).toMatchObject({ email: 'first@example.com', role: 'ADMIN' })
  const session = { id: '', email: '', cookie: cookieOf(made) }
  expect((await as(session)('GET', '/api/v1/people')).json()).toMatchObject({
    items: [{ email: 'first@example.com', state: 'active' }],
  })
  expect((await setUp(token, 'second@example.com')).statusCode).toBe(404)
  expect(await setupToken(database)).toBeNull()
  expect((await nobody('GET', '/api/v1/setup')).json()).toEqual({ needed: false })
  await app.close()
  await database.close()
})

test('of two who use the setup link at once, one comes in', async () => {
  const database = await freshDatabase()
  const { app, nobody } = await startServer(database)
  const token = await setupToken(database)
  const answers = await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      nobody('POST', '/api/v1/setup', {
        token,
        name,
        email: `${name}@example.com`,
        password: PASSWORD,
      }),
    ),
  )
  expect(answers.map(({ statusCode }) => String(statusCode)).toSorted()).toEqual([
    '201',
    '404',
    '404',
  ])
  await app.close()
  await database.close()
})

test('an invited person chooses a password and is in, by a link that works once', async ({
  server,
}) => {
  const admin = server.as(await server.person('ADMIN'))
  const invitation = { email: 'dev@example.com', name: 'Dev', role: 'DEVELOPER' }
  const made = await admin('POST', '/api/v1/people/invitations', invitation)
  expect(made.statusCode).toBe(201)
  const { link } = made.json<{ link: string }>()
  expect(link).toMatch(/^http:\/\/lockstep\.test\/spa\/link\/[\w-]{43}$/)
  const token = link.split('/').at(-1)
  const path = `/api/v1/links/${token}`
  const state = { purpose: 'invitation', email: 'dev@example.com', name: 'Dev' }
  expect((await server.nobody('GET', path)).json()).toEqual(state)
  expect((await admin('POST', '/api/v1/people/invitations', invitation)).statusCode).toBe(409)

  const used = await server.nobody('POST', path, { password: NEW, name: 'Deva' })
  expect(used.json()).toMatchObject({ name: 'Deva', role: 'DEVELOPER' })
  expect((await server.nobody('POST', path, { password: NEW })).statusCode).toBe(404)
  expect((await server.nobody('GET', path)).statusCode).toBe(404)
})

test('a link ends after its time', async ({ database }) => {
  let now = new Date()
  const { app, as, nobody, person } = await startServer(database, { clock: () => now })
  const admin = as(await person('ADMIN'))
  const { id } = await person('VIEWER')
  const made = await admin('POST', `/api/v1/people/${id}/reset-link`)
  const token = made.json<{ link: string }>().link.split('/').at(-1)
  now = new Date(now.getTime() + 24 * 60 * 60 * 1_000 + 1)
  expect((await nobody('GET', `/api/v1/links/${token}`)).statusCode).toBe(404)
  const used = await nobody('POST', `/api/v1/links/${token}`, { password: NEW })
  expect(used.statusCode).toBe(404)
  await app.close()
})

test('a reset link sets a new password and ends what was open with the old one', async ({
  server,
}) => {
  const admin = server.as(await server.person('ADMIN'))
  const person = await server.person('VIEWER')
  const made = await admin('POST', `/api/v1/people/${person.id}/reset-link`)
  const token = made.json<{ link: string }>().link.split('/').at(-1)
  const used = await server.nobody('POST', `/api/v1/links/${token}`, { password: NEW })
  expect(used.statusCode).toBe(200)
  expect((await server.as(person)('GET', '/api/v1/me')).statusCode).toBe(401)
})

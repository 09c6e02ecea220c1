import { expect } from 'vitest'
import { test } from '../../test/support/database.ts'
import { startServer } from './test-kit.ts'

test('who is signed in is told who they are, by cookie', async ({ database }) => {
  const { as, person, app } = await startServer(database)
  const admin = await person('ADMIN')
  const answer = await as(admin)('GET', '/api/v1/me')
  expect(answer.json()).toMatchObject({ email: admin.email, role: 'ADMIN' })
  const list = await as(admin)('GET', '/api/v1/vulnerabilities')
  expect(list.json()).toEqual({ items: [], next: null, total: 0, totalIsExact: true })
  const made = await as(admin)('POST', '/api/v1/assets', { name: 'Shop' })
  expect(made.statusCode).toBe(201)
  const assets = await as(admin)('GET', '/api/v1/assets')
  expect(assets.json()).toMatchObject({ total: 1, items: [{ name: 'Shop' }] })
  await app.close()
})

test('nobody signed in gets a problem that says what to do', async ({ database }) => {
  const { nobody, app } = await startServer(database)
  const answer = await nobody('GET', '/api/v1/me')
  expect(answer.statusCode).toBe(401)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.json()).toMatchObject({ status: 401, remedy: expect.stringContaining('Sign in') })
  await app.close()
})

import { expect } from 'vitest'
import type { Role } from '../vulnerability/role.ts'
import { PERMISSIONS, ROLES } from '../vulnerability/role.ts'
import type { Who } from './caller.ts'
import { startServer, test } from './test-kit.ts'

/** Written down a second time on purpose: a route that becomes more open must change this too. */
const PUBLIC = [
  'GET /',
  'GET /api/docs',
  'GET /api/openapi.json',
  'GET /api/v1/links/:token',
  'GET /api/v1/setup',
  'GET /healthz',
  // By a rule of its own: http/metrics-access.test.ts
  'GET /metrics',
  'GET /readyz',
  'GET /spa',
  'GET /spa/*',
  'POST /api/auth/sign-in/email',
  'POST /api/auth/sign-out',
  'POST /api/v1/links/:token',
  'POST /api/v1/setup',
]
const VIEW = [
  'GET /api/v1/api-keys',
  'POST /api/v1/api-keys',
  'DELETE /api/v1/api-keys/:id',
  'GET /api/v1/assets',
  'GET /api/v1/assets/:id',
  'GET /api/v1/assets/:id/summary',
  'GET /api/v1/bulk-jobs/:id',
  'GET /api/v1/dashboard',
  'GET /api/v1/imports',
  'GET /api/v1/imports/:id',
  'GET /api/v1/me',
  'POST /api/v1/me/password',
  'GET /api/v1/vulnerabilities',
  'GET /api/v1/vulnerabilities/:id',
  'GET /api/v1/vulnerabilities/:id/history',
]
const TRIAGE = [
  'POST /api/v1/assets',
  'PATCH /api/v1/assets/:id',
  'POST /api/v1/assets/:id/archive',
  'POST /api/v1/imports',
  'POST /api/v1/imports/:id/tickets',
  'POST /api/v1/vulnerabilities',
  'PATCH /api/v1/vulnerabilities/:id',
  'PUT /api/v1/vulnerabilities/:id/status',
  'POST /api/v1/vulnerabilities/:id/archive',
  'POST /api/v1/vulnerabilities/:id/sync',
  'POST /api/v1/vulnerabilities/bulk-status',
]

test('nothing is open but what is on the list', ({ server }) => {
  const by = (who: Who) =>
    server.app.guarded
      .filter((route) => route.who === who && route.method !== 'HEAD')
      .map(({ method, url }) => `${method} ${url}`)
      .toSorted()
  expect(by('public')).toEqual(PUBLIC.toSorted())
  expect(by('view')).toEqual(VIEW.toSorted())
  expect(by('triage')).toEqual(TRIAGE.toSorted())
})

test('every route lets in exactly the profiles that may', async ({ server }) => {
  const { app, as, nobody, person } = server
  const clients = await Promise.all(
    ROLES.map(async (role) => ({ role, client: as(await person(role)) })),
  )
  const routes = app.guarded.filter(({ who }) => who !== 'public')
  expect(routes.length).toBeGreaterThan(30)
  for (const { method, url, who } of routes) {
    const address = url.replaceAll(/:\w+/g, '999999')
    const call = { method: method as 'GET', address }
    const name = `${method} ${url}`
    expect([name, (await nobody(call.method, address)).statusCode]).toEqual([name, 401])
    for (const { role, client } of clients) {
      const { statusCode } = await client(call.method, address, method === 'GET' ? undefined : {})
      const refused = statusCode === 403
      expect({ name, role, statusCode, refused }).toMatchObject({ refused: !may(role, who) })
      expect([name, statusCode]).not.toEqual([name, 401])
      expect(statusCode).toBeLessThan(500)
    }
  }
})

test('a route that does not say who may call it stops the start', async ({ database }) => {
  const careless = () => async (app: { get: (url: string, handler: () => object) => unknown }) => {
    app.get('/careless', () => ({}))
  }
  await expect(startServer(database, {}, [careless])).rejects.toThrow(
    'the route GET /api/v1/careless does not say who may call it',
  )
})

function may(role: Role, who: Who): boolean {
  return who === 'public' || who === 'view' || PERMISSIONS[role][who]
}

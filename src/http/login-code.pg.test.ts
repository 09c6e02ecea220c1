import { randomBytes } from 'node:crypto'

import { expect } from 'vitest'

import { freeLanes } from '../../test/support/servicenow/server.ts'
import { sealer } from '../lib/seal.ts'
import { reach } from '../reconcile/reach.ts'
import { createHttp } from '../servicenow/http.ts'
import { CLIENT_SECRET } from '../store/integration.ts'
import { integrationRoutes } from './routes/integration-routes.ts'
import { startServer, test } from './test-kit.ts'

const CODE = 'canary-code-1b2c3d4e5f'
/** Nobody listens there: the log-in fails where most is told, as an error of ours. */
const ORIGIN = 'http://127.0.0.1:1'

test('the code of a log-in with ServiceNow is in no line of the log and in no answer', async ({
  database,
}) => {
  const seal = sealer([randomBytes(32)])
  const http = createHttp({ userAgent: 'test' })
  const lanes = freeLanes()
  const allowedInstances = [ORIGIN]
  const way = reach({ database, sealer: seal, http, lanes, allowedInstances })
  const redirectUrl = 'http://lockstep.test/spa/callback/servicenow'
  const instances = { reach: way, lanes, sender: http, sealer: seal, allowedInstances, redirectUrl }
  const server = await startServer(database, {}, [integrationRoutes(instances)])
  await database.pool.query(
    `with n as (insert into instance (origin) values ($1) returning id)
     insert into integration (instance_id, name, client_id, client_secret_sealed)
     select id, 'acme', 'client', $2 from n`,
    [ORIGIN, seal.seal('client-secret', { purpose: CLIENT_SECRET, row: 1 })],
  )
  const admin = server.as(await server.person('ADMIN'))
  const begun = await admin('POST', '/api/v1/integrations/1/login')
  const url = new URL(begun.json<{ authorizationUrl: string }>().authorizationUrl)
  const state = url.searchParams.get('state') ?? ''

  // The browser comes back by an address; the page sends what stood in it.
  await admin('GET', `/spa/callback/servicenow?code=${CODE}&state=${state}`)
  const answer = await admin('POST', '/api/v1/integrations/callback', { code: CODE, state })
  expect(answer.statusCode).toBeGreaterThanOrEqual(500)
  const log = server.logged.join('')
  expect(log).toContain('/api/v1/integrations/callback')
  for (const secret of [CODE, state, 'client-secret']) {
    expect(secret.length).toBeGreaterThan(10)
    expect(log.includes(secret)).toBe(false)
    expect(answer.body.includes(secret)).toBe(false)
  }
  await server.app.close()
  await http.close()
})

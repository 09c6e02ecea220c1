import { expect } from 'vitest'
import { test } from './test-kit.ts'

test('broken JSON is answered with where it is broken', async ({ server }) => {
  const { cookie } = await server.person('ADMIN')
  const send = (payload: string) =>
    server.app.inject({
      method: 'POST',
      url: '/api/v1/assets',
      headers: { cookie, origin: 'http://lockstep.test', 'content-type': 'application/json' },
      payload,
    })
  for (const [payload, place] of [
    ['{"name": "Shop"', 'line 1, column 16'],
    ['{\n  "name": Shop\n}', 'line 2, column 11'],
    ['{"name": "Shop",}', 'line 1, column 17'],
    ['name=Shop', 'line 1, column 2'],
  ] as const) {
    const answer = await send(payload)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ detail: expect.stringContaining(place) })
  }
})

test('each bad field is named by its pointer', async ({ server }) => {
  const client = server.as(await server.person('ADMIN'))
  const answer = await client('POST', '/api/v1/assets', { name: '', url: 'ftp://x', tags: [1] })
  expect(answer.statusCode).toBe(400)
  const { errors } = answer.json<{ errors: { pointer: string }[] }>()
  expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual(['/name', '/tags/0', '/url'])
})

test('bad input gets a problem with a remedy, never a failure of ours', async ({ server }) => {
  const client = server.as(await server.person('ADMIN'))
  const cases: [
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    status: number,
    body?: object,
  ][] = [
    ['GET', '/api/v1/nowhere', 404],
    ['GET', '/api/nowhere', 404],
    ['GET', '/nowhere', 404],
    ['DELETE', '/api/v1/assets', 405],
    ['PUT', '/api/v1/vulnerabilities/1', 405],
    ['GET', '/api/v1/assets/one', 400],
    ['GET', '/api/v1/assets/-1', 400],
    ['GET', '/api/v1/assets/1e99', 400],
    ['GET', '/api/v1/assets/9007199254740991', 404],
    ['GET', '/api/v1/assets?limit=0', 400],
    ['GET', '/api/v1/assets?cursor=%00', 400],
    ['GET', '/api/v1/assets?cursor=bm90IGpzb24', 400],
    ['GET', '/api/v1/assets?search=%00', 400],
    ['GET', '/api/v1/vulnerabilities?status=OPEN', 400],
    ['GET', '/api/v1/vulnerabilities?sort=title%3Bdrop', 400],
    ['GET', '/api/v1/vulnerabilities?search=%27%22%5C%25', 200],
    ['GET', '/api/v1/vulnerabilities?search=%00', 400],
    ['POST', '/api/v1/assets', 400, { name: 'a\u0000b' }],
    ['POST', '/api/v1/assets', 400, []],
    ['POST', '/api/v1/assets', 400],
    ['POST', '/api/v1/vulnerabilities', 400, { assetId: 999_999, title: 'x', severity: 'LOW' }],
    ['POST', '/api/v1/vulnerabilities/bulk-status', 400, { ids: [], change: { status: 'DRAFT' } }],
    ['POST', '/api/v1/imports?assetId=999999', 400],
    ['PATCH', '/api/v1/people/nobody', 404, { disabled: true }],
    ['GET', '/api/v1/links/short', 404],
    ['GET', '/api/v1/bulk-jobs/1', 404],
    ['PUT', '/api/v1/policies', 400, { send: true }],
  ]
  for (const [method, url, status, body] of cases) {
    const answer = await client(method, url, body)
    expect([method, url, answer.statusCode]).toEqual([method, url, status])
    if (status < 400) continue
    expect(answer.headers['content-type']).toContain('application/problem+json')
    const problem = answer.json<Record<string, unknown>>()
    expect(problem).toMatchObject({ status, requestId: answer.headers['x-request-id'] })
    expect(problem['remedy']).toBeTruthy()
  }
})

test('what is too large or of another kind is refused by name', async ({ server }) => {
  const { cookie } = await server.person('ADMIN')
  const send = (type: string, payload: string) =>
    server.app.inject({
      method: 'POST',
      url: '/api/v1/assets',
      headers: { cookie, origin: 'http://lockstep.test', 'content-type': type },
      payload,
    })
  expect((await send('text/csv', 'name')).statusCode).toBe(415)
  const large = JSON.stringify({ name: 'x', description: 'y'.repeat(1_100_000) })
  expect((await send('application/json', large)).statusCode).toBe(413)
})

test('a cursor of one order is refused in another', async ({ server }) => {
  const client = server.as(await server.person('ADMIN'))
  for (const name of ['One', 'Two']) await client('POST', '/api/v1/assets', { name })
  const first = await client('GET', '/api/v1/assets?limit=1')
  const { next } = first.json<{ next: string }>()
  const second = await client('GET', `/api/v1/assets?limit=1&cursor=${next}`)
  expect(second.json()).toMatchObject({ items: [{ name: 'Two' }], next: null })
  const other = await client('GET', `/api/v1/assets?sort=updated&cursor=${next}`)
  expect(other.json()).toMatchObject({ status: 400, errors: [{ pointer: '/cursor' }] })
})

test('a failure of ours says nothing of our inside, and the log says all', async ({ server }) => {
  const client = server.as(await server.person('ADMIN'))
  await server.database.pool.query('alter table asset rename to asset_hidden')
  const answer = await client('GET', '/api/v1/assets')
  await server.database.pool.query('alter table asset_hidden rename to asset')
  expect(answer.statusCode).toBe(500)
  expect(answer.body).not.toContain('asset"')
  const { requestId } = answer.json<{ requestId: string }>()
  const line = server.logged.find((text) => text.includes(requestId) && text.includes('"level":50'))
  expect(line).toContain('relation')
})

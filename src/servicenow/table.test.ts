import { expect, test } from 'vitest'
import { caller } from './caller.ts'
import { createHttp } from './http.ts'
import { and, is } from './query.ts'
import { Session } from './session.ts'
import { tables } from './table.ts'
import { freeLanes, json, serve, type Seen } from '../../test/support/servicenow/server.ts'
import { memoryTokens } from '../../test/support/servicenow/tokens.ts'
import type { ServerResponse } from 'node:http'

const SYS_ID = 'a'.repeat(32)

async function world(handle: (seen: Seen, response: ServerResponse) => void) {
  const served = await serve(handle)
  const http = createHttp({ userAgent: 'lockstep-test', timeoutMs: 2_000 })
  const store = memoryTokens({ accessToken: 'first' })
  const session = new Session({
    store,
    refresh: () =>
      Promise.resolve({
        accessToken: 'second',
        refreshToken: 'r',
        expiresAt: new Date(Date.now() + 1_800_000),
        refreshExpiresAt: null,
      }),
    spacedRetryMs: 1,
  })
  const calls = caller({ instance: served.instance, http, lanes: freeLanes(), session })
  return {
    tables: tables(calls),
    requests: served.requests,
    store,
    async [Symbol.asyncDispose]() {
      await http.close()
      await served[Symbol.asyncDispose]()
    },
  }
}

test('a list asks for the fields it must check, and reads references as sys_ids', async () => {
  await using w = await world((_seen, response) => {
    json(response, 200, {
      result: [{ number: 'INC1', correlation_id: 'x', caller_id: { link: 'l', value: SYS_ID } }],
    })
  })
  const page = await w.tables.list('incident', {
    query: and(is('correlation_id', 'x')),
    fields: ['number', 'caller_id'],
    limit: 10,
  })
  expect(page.rows).toEqual([{ number: 'INC1', correlation_id: 'x', caller_id: SYS_ID }])
  const { searchParams } = w.requests[0]?.url ?? new URL('http://none')
  expect(searchParams.get('sysparm_query')).toBe('correlation_id=x')
  expect(searchParams.get('sysparm_fields')).toBe('number,caller_id,correlation_id')
})

test('a list that ignores its query is a failure, never "no such record"', async () => {
  await using w = await world((_seen, response) => {
    json(response, 200, { result: [{ number: 'INC1', correlation_id: 'other' }] })
  })
  const listing = w.tables.list('incident', {
    query: and(is('correlation_id', 'x')),
    fields: ['number'],
    limit: 10,
  })
  await expect(listing).rejects.toMatchObject({ kind: 'unexpected', code: 'query_ignored' })
})

test('a page emptied by access rules says that there is more', async () => {
  await using w = await world((_seen, response) => {
    response.setHeader('x-total-count', '12')
    json(response, 200, { result: [] })
  })
  const page = await w.tables.list('incident', { fields: ['number'], limit: 10 })
  expect(page).toMatchObject({ rows: [], total: 12, hasMore: true })
})

test('a record that is not there is null', async () => {
  await using w = await world((_seen, response) => {
    json(response, 404, { error: { message: 'No Record found', detail: null }, status: 'failure' })
  })
  expect(await w.tables.read('incident', SYS_ID, ['number'])).toBeNull()
  expect(await w.tables.update('incident', SYS_ID, { state: '2' }, ['state'])).toBeNull()
})

test('an update answered with an empty 200 is read back', async () => {
  await using w = await world((seen, response) => {
    if (seen.method === 'PATCH') response.writeHead(200).end()
    else json(response, 200, { result: { state: '2' } })
  })
  expect(await w.tables.update('incident', SYS_ID, { state: '2' }, ['state'])).toEqual({
    state: '2',
  })
})

test('a create answered with an empty 200 may have happened', async () => {
  await using w = await world((_seen, response) => {
    response.writeHead(201).end()
  })
  const creating = w.tables.create('incident', { sys_id: SYS_ID }, ['number'])
  await expect(creating).rejects.toMatchObject({ kind: 'retry', outcome: 'unknown' })
})

test('a refused token is renewed once and the request repeated', async () => {
  await using w = await world((seen, response) => {
    if (seen.headers.authorization === 'Bearer second') {
      json(response, 200, { result: { number: 'INC1' } })
    } else json(response, 401, { error: { message: 'User Not Authenticated', detail: null } })
  })
  expect(await w.tables.read('incident', SYS_ID, ['number'])).toEqual({ number: 'INC1' })
  expect(w.store.current.refusal).toBeNull()
})

test('a token refused even when new means that a person must log in', async () => {
  await using w = await world((_seen, response) => {
    json(response, 401, { error: { message: 'User Not Authenticated', detail: null } })
  })
  await expect(w.tables.read('incident', SYS_ID, ['number'])).rejects.toMatchObject({
    kind: 'reauthorize',
    code: 'login_again',
  })
  expect(w.store.current.refusal).toBe('User Not Authenticated')
})

test('no cookie ever travels to an instance', async () => {
  await using w = await world((_seen, response) => {
    response.setHeader('set-cookie', ['JSESSIONID=1', 'glide_user_route=x'])
    json(response, 200, { result: { number: 'INC1' } })
  })
  await w.tables.read('incident', SYS_ID, ['number'])
  await w.tables.read('incident', SYS_ID, ['number'])
  expect(w.requests.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined])
})

test('a table name or sys_id that could leave its place in the path is refused', async () => {
  await using w = await world((_seen, response) => {
    json(response, 200, { result: {} })
  })
  await expect(w.tables.read('incident/../x', SYS_ID, [])).rejects.toThrow(TypeError)
  await expect(w.tables.read('incident', 'x?y', [])).rejects.toThrow(TypeError)
  expect(w.requests).toEqual([])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { restApi } from './api/api.ts'
import { actorOf, userNamed } from './actor.ts'
import { Clock } from './clock.ts'
import { buildInstance } from './data/build.ts'
import { DEFAULT_SEED } from './data/default-seed.ts'
import type { Incoming } from './http.ts'
import { DEFAULT_SETTINGS } from './settings.ts'

const instance = buildInstance(new Clock(), { ...DEFAULT_SETTINGS }, DEFAULT_SEED, [], 20)
const actor = actorOf(userNamed(instance.database, 'admin') ?? {})
const someId = [...instance.database.must('incident').rows()][0]?.['sys_id'] ?? ''

const column = fc.constantFrom(
  'state',
  'number',
  'close_code',
  'caller_id',
  'due_date',
  'x',
  'sys_id',
)
const parameter = fc.tuple(
  fc.oneof(
    fc.constantFrom(
      'sysparm_query',
      'sysparm_limit',
      'sysparm_offset',
      'sysparm_fields',
      'sysparm_display_value',
      'sysparm_input_display_value',
    ),
    column,
  ),
  fc.oneof(
    fc.string(),
    fc.constantFrom('true', 'all', '-1', '1e9', 'a.b.c', 'caller_id.company.name', '^OR^NQ^'),
    fc
      .tuple(column, fc.constantFrom('=', 'IN', 'BETWEEN', '>=', 'LIKE'))
      .map((both) => both.join('')),
  ),
)

const request = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'TRACE'),
  path: fc.oneof(
    fc
      .constantFrom('incident', 'task', 'sys_choice', 'oauth_entity', '__proto__')
      .map((name) => `table/${name}`),
    fc.constantFrom('incident', 'problem').map((name) => `table/${name}/${someId}`),
    fc.constantFrom('ui/meta/incident', 'ui/meta/constructor', 'toString', 'table', 'table/'),
    fc.string(),
  ),
  parameters: fc.array(parameter, { maxLength: 4 }),
  body: fc.oneof(
    fc.json(),
    fc.string(),
    fc.dictionary(column, fc.jsonValue()).map((one) => JSON.stringify(one)),
  ),
})

test('whatever is sent, the answer has the shape of the instance and is not a crash', () => {
  fc.assert(
    fc.property(request, ({ method, path, parameters, body }) => {
      const query = new URLSearchParams(parameters)
      const incoming: Incoming = {
        method,
        path: `/api/now/${path}`,
        query,
        rawQuery: query.toString(),
        headers: { 'content-type': 'application/json' },
        body,
        origin: 'http://localhost',
      }
      const reply = restApi(instance, () => ({ actor, isScoped: false }), incoming)
      expect(reply.status).toBeLessThan(500)
      if (reply.body === '') return
      const answer = JSON.parse(reply.body.toString())
      if (reply.status < 300) expect(answer).toHaveProperty('result')
      else
        expect(answer).toMatchObject({ error: { message: expect.any(String) }, status: 'failure' })
    }),
    { numRuns: 2000 },
  )
}, 60_000)

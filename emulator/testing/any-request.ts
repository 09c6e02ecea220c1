import fc from 'fast-check'

import { restApi } from '../api/api.ts'
import { actorOf, userNamed } from '../actor.ts'
import { Clock } from '../clock.ts'
import { buildInstance } from '../data/build.ts'
import { DEFAULT_SEED } from '../data/default-seed.ts'
import type { Incoming, Reply } from '../http.ts'
import { OPERATORS } from '../query/parse.ts'
import { DEFAULT_SETTINGS } from '../settings.ts'

const instance = buildInstance(new Clock(), { ...DEFAULT_SETTINGS }, DEFAULT_SEED, [], 20)
const actor = actorOf(userNamed(instance.database, 'admin') ?? {})
const someId = [...instance.database.must('incident').rows()][0]?.['sys_id'] ?? ''

const column = fc.constantFrom(
  'state',
  'number',
  'close_code',
  'caller_id',
  'caller_id.company.name',
  'due_date',
  'x',
  'sys_id',
  'work_notes',
)

/** Encoded queries, well formed and not, and what people write in their place. */
const encodedQuery = fc.oneof(
  fc.string(),
  fc
    .array(
      fc
        .tuple(
          fc.constantFrom('^', '^OR', '^NQ', '^EQ', '^^', '^RLQUERY', '^ENDRLQUERY', '^ORDERBY'),
          fc.oneof(column, fc.constantFrom('123TEXTQUERY321', 'incident.caller_id,>=1', '')),
          fc.constantFrom(...OPERATORS, '', '=='),
          fc.oneof(
            fc.string({ maxLength: 8 }),
            column,
            fc.constantFrom(
              'javascript:gs.getUserID()',
              'javascript:gs.beginningOfLastQuarter()',
              'javascript:while(1){}',
              '@hour@ago@2',
              '@year@ahead@999999',
              '@@',
              'a@b@c',
            ),
          ),
        )
        .map((parts) => parts.join('')),
      { maxLength: 6 },
    )
    .map((parts) => parts.join('')),
)

const parameter = fc.oneof(
  fc.tuple(fc.constantFrom('sysparm_query', 'sysparm_having'), encodedQuery),
  fc.tuple(
    fc.oneof(
      fc.constantFrom(
        'sysparm_limit',
        'sysparm_offset',
        'sysparm_fields',
        'sysparm_display_value',
        'sysparm_input_display_value',
        'sysparm_exclude_reference_link',
        'sysparm_group_by',
        'sysparm_avg_fields',
        'sysparm_count',
        'sysparm_tiny',
        'table_name',
        'table_sys_id',
        'file_name',
      ),
      column,
      fc.string(),
    ),
    fc.oneof(
      fc.string(),
      fc.constantFrom('true', 'all', '-1', '1e9', 'a.b.c', 'incident', someId, '0'),
      column,
    ),
  ),
)

const path = fc.oneof(
  fc
    .constantFrom('incident', 'task', 'sys_choice', 'oauth_entity', '__proto__', 'sys_attachment')
    .map((name) => `table/${name}`),
  fc.constantFrom('incident', 'problem').map((name) => `table/${name}/${someId}`),
  fc.constantFrom(
    'ui/meta/incident',
    'ui/meta/constructor',
    'stats/incident',
    'stats/task',
    'attachment',
    'attachment/file',
    'attachment/upload',
    'batch',
    'import/imp_user',
    'import/imp_user/insertMultiple',
    'tinyurl',
    'toString',
    'table',
    'table/',
  ),
  fc.string(),
)

const body = fc.oneof(
  fc.json(),
  fc.string(),
  fc
    .tuple(fc.constantFrom('request', 'entry', 'x:y', ''), column, fc.string())
    .map(([root, name, text]) => `<${root}><entry><${name}>${text}</${name}></entry></${root}>`),
  fc.dictionary(column, fc.jsonValue()).map((one) => JSON.stringify(one)),
  fc
    .record({
      rest_requests: fc.array(
        fc.record({ url: path.map((one) => `/api/now/${one}`), method: fc.string(), id: fc.nat() }),
        { maxLength: 2 },
      ),
      records: fc.array(fc.dictionary(column, fc.jsonValue()), { maxLength: 2 }),
    })
    .map((one) => JSON.stringify(one)),
)

/** Any request that somebody who is logged in might send, sensible or not. */
export const anyRequest: fc.Arbitrary<Incoming> = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'TRACE', 'get', ''),
    path,
    parameters: fc.array(parameter, { maxLength: 4 }),
    body,
    type: fc.constantFrom(
      'application/json',
      'application/xml',
      'text/plain',
      'multipart/form-data; boundary=x',
      '',
    ),
  })
  .map(({ method, path: end, parameters, body: text, type }) => {
    const query = new URLSearchParams(parameters)
    return {
      method,
      path: `/api/now/${end}`,
      query,
      rawQuery: query.toString(),
      headers: { 'content-type': type },
      body: text,
      bytes: Buffer.from(text),
      origin: 'http://localhost',
    }
  })

export function answerTo(incoming: Incoming): Reply {
  return restApi(instance, () => ({ actor, isScoped: false }), incoming)
}

/** What is wrong with an answer: nothing, as it should be. */
export function fault({ status, headers, body: text }: Reply): string {
  if (status >= 500) return `crashed with ${status}`
  const isJson = String(headers['Content-Type']).startsWith('application/json')
  if (text.length === 0 || (status === 200 && !isJson)) return ''
  const answer: unknown = JSON.parse(text.toString())
  if (typeof answer !== 'object' || answer === null) return 'no object'
  if (status < 300) return Object.keys(answer).length > 0 ? '' : 'an empty object'
  return 'error' in answer && 'status' in answer && answer.status === 'failure'
    ? ''
    : `${status} without the shape of an error`
}

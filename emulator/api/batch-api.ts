import { STATUS_CODES } from 'node:http'

import { isRecord, type Incoming, type Reply } from '../http.ts'
import { Refusal } from '../refusal.ts'
import { answer } from './answers.ts'
import { objectBody, type Call } from './call.ts'
import { methodNotSupported } from './refusals.ts'

const MAX_IN = 5 * 1_048_576
const MAX_OUT = 10 * 1_048_576
const QUOTA_MS = 30_000

/** POST /batch: the requests one after the other; the outer answer is 200 whatever came of them. */
export function batchApi(call: Call): Reply {
  if (call.method !== 'POST' || call.parts.length > 1) throw methodNotSupported()
  const { batch_request_id: id = '', rest_requests: requests } = objectBody(call)
  if (!Array.isArray(requests)) throw new Refusal(400, 'Missing rest_requests')
  const serviced: unknown[] = []
  const unserviced: string[] = []
  const until = Date.now() + QUOTA_MS
  for (const request of requests) {
    const one = isRecord(request) ? request : {}
    const result = Date.now() < until ? service(call, one) : null
    if (result === null) unserviced.push(textOf(one['id']))
    else serviced.push(result)
  }
  return answer(200, {
    batch_request_id: textOf(id),
    serviced_requests: serviced,
    unserviced_requests: unserviced,
  })
}

/** What one of them answers; null where it is none, or more than the instance takes or gives. */
function service(call: Call, request: Readonly<Record<string, unknown>>): unknown {
  const url = textOf(request['url'])
  const bytes = Buffer.from(textOf(request['body']), 'base64')
  // A batch within a batch would be a loop without a limit.
  if (!url.startsWith('/api/') || /\/batch(\?|$)/.test(url) || bytes.length > MAX_IN) return null
  const startedAt = performance.now()
  const reply = call.perform(innerRequest(call, request, url, bytes))
  const body = Buffer.from(reply.body)
  if (body.length > MAX_OUT) return null
  return {
    id: textOf(request['id']),
    body: body.toString('base64'),
    status_code: reply.status,
    status_text: STATUS_CODES[reply.status] ?? '',
    headers: request['exclude_response_headers'] === true ? [] : headersOf(reply),
    execution_time: Math.round(performance.now() - startedAt),
    error_message: '',
    redirect_url: '',
  }
}

function innerRequest(
  { incoming }: Call,
  request: Readonly<Record<string, unknown>>,
  url: string,
  bytes: Buffer,
): Incoming {
  const mark = url.indexOf('?')
  const rawQuery = mark === -1 ? '' : url.slice(mark + 1)
  const given = Array.isArray(request['headers']) ? request['headers'] : []
  const headers = given
    .filter(isRecord)
    .map(({ name, value }) => [textOf(name).toLowerCase(), textOf(value)] as const)
  return {
    method: textOf(request['method']).toUpperCase() || 'GET',
    path: mark === -1 ? url : url.slice(0, mark),
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: Object.fromEntries(headers),
    body: bytes.toString(),
    bytes,
    origin: incoming.origin,
  }
}

function headersOf(reply: Reply): { name: string; value: string }[] {
  return Object.entries(reply.headers)
    .filter(([name]) => name !== 'Set-Cookie')
    .map(([name, value]) => ({ name, value: String(value) }))
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

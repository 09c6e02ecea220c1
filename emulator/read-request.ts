import type { IncomingMessage } from 'node:http'

import type { Incoming } from './http.ts'

/** glide.rest.max_content_length */
export const MAX_CONTENT_LENGTH = 10_485_760

/** The request, read whole; its length alone where it is more than the instance takes. */
export async function readRequest(
  request: IncomingMessage,
  fallbackHost: string,
): Promise<Incoming | { tooLarge: number }> {
  const url = request.url ?? '/'
  const mark = url.indexOf('?')
  const rawQuery = mark === -1 ? '' : url.slice(mark + 1)
  const body = hasBody(request) ? await readBody(request) : ''
  if (typeof body === 'number') return { tooLarge: body }
  return {
    method: request.method ?? 'GET',
    path: mark === -1 ? url : url.slice(0, mark),
    query: new URLSearchParams(rawQuery),
    rawQuery,
    headers: request.headers,
    body,
    origin: `http://${request.headers.host ?? fallbackHost}`,
  }
}

function hasBody(request: IncomingMessage): boolean {
  return 'transfer-encoding' in request.headers || Number(request.headers['content-length']) > 0
}

/** The rest of a body that is too large is read and thrown away, so that the answer arrives. */
async function readBody(request: IncomingMessage): Promise<string | number> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    length += bytes.length
    if (length <= MAX_CONTENT_LENGTH) chunks.push(bytes)
  }
  return length > MAX_CONTENT_LENGTH ? length : Buffer.concat(chunks).toString()
}

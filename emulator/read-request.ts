import type { IncomingMessage } from 'node:http'

import type { Incoming } from './http.ts'

/** glide.rest.max_content_length */
export const MAX_CONTENT_LENGTH = 10_485_760
/** A real instance takes files of 1,024 MB; this one keeps them in memory. */
const MAX_FILE_LENGTH = 268_435_456

/** The request, read whole; its length alone where it is more than the instance takes. */
export async function readRequest(
  request: IncomingMessage,
  scheme: 'http' | 'https',
): Promise<Incoming | { tooLarge: number }> {
  const url = request.url ?? '/'
  const mark = url.indexOf('?')
  const rawQuery = mark === -1 ? '' : url.slice(mark + 1)
  const path = mark === -1 ? url : url.slice(0, mark)
  const isFile = FILE_PATH.test(path)
  const limit = isFile || path.startsWith('/__emulator/') ? MAX_FILE_LENGTH : MAX_CONTENT_LENGTH
  const bytes = hasBody(request) ? await readBody(request, limit) : EMPTY
  if (typeof bytes === 'number') return { tooLarge: bytes }
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(rawQuery),
    rawQuery,
    headers: request.headers,
    body: isFile ? '' : bytes.toString(),
    bytes,
    origin: `${scheme}://${request.headers.host ?? 'localhost'}`,
  }
}

const FILE_PATH = /^\/api\/now(\/v\d)?\/attachment\//
const EMPTY = Buffer.alloc(0)

function hasBody(request: IncomingMessage): boolean {
  return 'transfer-encoding' in request.headers || Number(request.headers['content-length']) > 0
}

/** The rest of a body that is too large is read and thrown away, so that the answer arrives. */
async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | number> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    length += bytes.length
    if (length <= limit) chunks.push(bytes)
  }
  return length > limit ? length : Buffer.concat(chunks)
}

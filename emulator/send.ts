import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'

import { header, type Incoming, type Reply } from './http.ts'

/** Below this a compressed body would not be shorter. */
const WORTH_GZIP = 512
const PIECES = 20

export function send(response: ServerResponse, reply: Reply): void {
  response.end(begun(response, reply))
}

/** The same bytes, a few at a time. */
export async function sendSlowly(
  response: ServerResponse,
  reply: Reply,
  overMs: number,
): Promise<void> {
  const bytes = begun(response, reply)
  const size = Math.max(1, Math.ceil(bytes.length / PIECES))
  for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
    response.write(bytes.subarray(at, at + size))
    await sleep(overMs / PIECES)
  }
  response.end()
}

/** Compressed for whoever says that they can read it, as an instance's front end does. */
export function compressed(incoming: Incoming, reply: Reply): Reply {
  if (reply.body.length < WORTH_GZIP || 'Content-Encoding' in reply.headers) return reply
  if (!/\bgzip\b/.test(header(incoming, 'accept-encoding'))) return reply
  const body = gzipSync(reply.body, { level: 1 })
  return { ...reply, headers: { ...reply.headers, 'Content-Encoding': 'gzip' }, body }
}

function begun(response: ServerResponse, reply: Reply): Buffer {
  const bytes = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value)
  if (reply.status !== 204) response.setHeader('Content-Length', bytes.length)
  response.writeHead(reply.status)
  return bytes
}

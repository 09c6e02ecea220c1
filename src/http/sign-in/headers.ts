import type { FastifyReply, FastifyRequest } from 'fastify'

/** Set by us alone, from fastify's trusted proxies: whatever a client sends under it is dropped. */
export const CLIENT_ADDRESS = 'x-lockstep-client'

/** The request's headers as better-auth may see them. */
export function webHeaders(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const name of ['cookie', 'user-agent']) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  headers.set(CLIENT_ADDRESS, request.ip)
  return headers
}

export function passCookies(from: Headers, reply: FastifyReply): void {
  const cookies = from.getSetCookie()
  if (cookies.length > 0) void reply.header('set-cookie', cookies)
}

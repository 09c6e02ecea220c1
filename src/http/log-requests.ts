import type { FastifyInstance, onRequestHookHandler } from 'fastify'
import { inTheNameOf } from '../lib/request-id.ts'

/** One line a request, by the route's pattern: an address may hold the token of a one-time link. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id)
  })
  // Twice: reading the body loses whose request it is, since the socket's events know no better.
  const named: onRequestHookHandler = (request, _reply, done) => {
    inTheNameOf([request.id], done)
  }
  app.addHook('onRequest', named)
  app.addHook('preValidation', named)
  app.addHook('onResponse', async (request, reply) => {
    const line = {
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(request.caller === null ? {} : { caller: request.caller.actor.kind }),
    }
    request.log.debug(line, 'answered')
  })
}

import type { FastifyPluginAsync } from 'fastify'
import type { HttpDeps } from '../deps.ts'
import { mayReadMetrics } from '../metrics-access.ts'
import { HttpProblem } from '../problem.ts'

/** For Prometheus, by a rule of its own: it signs in like nobody else. */
export function metricsRoutes({ metrics }: Pick<HttpDeps, 'metrics'>): FastifyPluginAsync {
  return async (app) => {
    app.get(
      '/metrics',
      { config: { who: 'public', rateLimit: false }, schema: { hide: true } },
      async (request, reply) => {
        const { headers, host, socket } = request
        const asker = {
          authorization: headers.authorization,
          address: socket.remoteAddress ?? '',
          host,
          isForwarded: headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined,
        }
        if (metrics === undefined || !mayReadMetrics(metrics, asker)) throw notForYou()
        const text = await metrics.read()
        return reply.type(metrics.contentType).header('cache-control', 'no-store').send(text)
      },
    )
  }
}

function notForYou(): HttpProblem {
  return new HttpProblem(401, {
    code: 'metrics-token',
    title: 'The metrics need a token',
    detail: 'Metrics are told to who has the token, or, where none is set, to this machine alone.',
    remedy: 'Set LOCKSTEP_METRICS_TOKEN, and send it as "Authorization: Bearer ...".',
    headers: { 'www-authenticate': 'Bearer' },
  })
}

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import type { HttpDeps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'

const Well = z.object({ status: z.literal('ok') })

/** For whoever runs us: alive, and able to work. */
export function healthRoutes({ checkReady }: Pick<HttpDeps, 'checkReady'>): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/healthz',
      {
        config: { who: 'public', rateLimit: false },
        schema: {
          operationId: 'isAlive',
          tags: ['Running'],
          summary: 'Whether the process is alive',
          response: { 200: Well },
        },
      },
      async () => ({ status: 'ok' as const }),
    )
    app.get(
      '/readyz',
      {
        config: { who: 'public', rateLimit: false },
        schema: {
          operationId: 'isReady',
          tags: ['Running'],
          summary: 'Whether the process can work',
          response: { 200: Well },
        },
      },
      async () => {
        const missing = await checkReady()
        if (missing === null) return { status: 'ok' as const }
        throw new HttpProblem(503, {
          code: 'not-ready',
          title: 'Not ready',
          detail: missing,
          remedy: 'Wait until it is there again; the log says more.',
        })
      },
    )
  }
}

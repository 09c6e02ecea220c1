import { serializerCompiler, validatorCompiler } from '@fastify/type-provider-zod'
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'

import type { HttpDeps } from './deps.ts'
import { answerErrors } from './error-mapper.ts'
import { guardRoutes } from './guard.ts'
import { answerUnknown } from './not-found.ts'
import { healthRoutes } from './routes/health-routes.ts'
import { metricsRoutes } from './routes/metrics-routes.ts'

/** What a process that serves nobody tells whoever runs it: health and metrics, nothing else. */
export async function buildOperationsServer(
  deps: Pick<HttpDeps, 'log' | 'checkReady' | 'metrics'>,
): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = deps.log
  const logController = new LogController({ disableRequestLogging: true })
  const app = fastify({ loggerInstance, logController, forceCloseConnections: true })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerErrors(app)
  guardRoutes(app, () => Promise.resolve(null))
  await app.register(healthRoutes(deps))
  await app.register(metricsRoutes(deps))
  answerUnknown(app)
  return app
}

import multipart from '@fastify/multipart'
import { serializerCompiler, validatorCompiler } from '@fastify/type-provider-zod'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { LogController, fastify } from 'fastify'
import { randomUUID } from 'node:crypto'
import { saneRequestId } from '../lib/request-id.ts'
import { BulkRunner } from './bulk-runner.ts'
import type { HttpDeps, RouteDeps, Routes } from './deps.ts'
import { answerErrors } from './error-mapper.ts'
import { guardRoutes } from './guard.ts'
import { readJsonBodies } from './json-body.ts'
import { LIMITS, limitRequests } from './limits.ts'
import { logRequests } from './log-requests.ts'
import { answerUnknown } from './not-found.ts'
import { publishContract } from './openapi/publish.ts'
import { refuseOtherSites } from './origin.ts'
import { ROUTES } from './routes/routes.ts'
import { secureHeaders } from './secure-headers.ts'
import { createAuth } from './sign-in/auth.ts'
import { identifier } from './sign-in/identify.ts'
import { signInRoutes } from './sign-in/sign-in-routes.ts'
import { pages } from './pages.ts'
import { healthRoutes } from './routes/health-routes.ts'
import { metricsRoutes } from './routes/metrics-routes.ts'

const MEGABYTE = 1024 * 1024

/** The whole server, ready to listen. `more` are routes under /api/v1 that others bring. */
export async function buildServer(
  deps: HttpDeps,
  more: readonly Routes[] = [],
): Promise<FastifyInstance> {
  const app = emptyServer(deps)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  readJsonBodies(app)
  answerErrors(app)
  logRequests(app)
  await secureHeaders(app, deps.auth.publicUrl)
  const limits = { ...LIMITS, ...deps.limits }
  await limitRequests(app, limits)
  const signIn = createAuth(deps.database, deps.auth, deps.log)
  refuseOtherSites(app, deps.auth.publicUrl)
  guardRoutes(app, identifier(signIn, deps.database))
  await publishContract(app, deps.version)
  await app.register(multipart, {
    limits: { files: 1, parts: 10, fields: 9, fieldSize: 10_000, fileSize: limits.uploadBytes + 1 },
  })

  const bulk = new BulkRunner(deps.database, deps.log)
  app.addHook('onClose', () => bulk.stop())
  const given: RouteDeps = { ...deps, limits, signIn, bulk }
  await app.register(healthRoutes(given))
  await app.register(metricsRoutes(given))
  await app.register(signInRoutes(given), { prefix: '/api/auth' })
  for (const routes of [...ROUTES, ...more]) {
    await app.register(routes(given), { prefix: '/api/v1' })
  }
  await app.register(pages(given))
  answerUnknown(app)
  return app
}

function emptyServer({ log, auth }: HttpDeps): FastifyInstance {
  const logger: FastifyBaseLogger = log
  return fastify({
    loggerInstance: logger,
    // We write our own line for a request: theirs holds addresses, and some of those are secrets.
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    // The nearest proxies, counted from us: what comes before them, the client may have made up.
    trustProxy: (_address, hop) => hop < auth.trustedProxies,
    // A caller's own id goes through all that comes of its request.
    genReqId: ({ headers }) => saneRequestId(headers['x-request-id']) ?? randomUUID(),
    requestIdHeader: false,
    bodyLimit: MEGABYTE,
    routerOptions: { maxParamLength: 300 },
    forceCloseConnections: 'idle',
    // A slow sender must not hold a connection for ever; a large report may take its time.
    requestTimeout: 15 * 60_000,
  })
}

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import type { RouteDeps } from '../deps.ts'
import { Me } from '../schema/people.ts'
import { webHeaders, passCookies } from './headers.ts'
import { enter } from './enter.ts'

const Credentials = z.object({ email: z.string().max(254), password: z.string().max(128) })

/** The two of better-auth's endpoints that people need; all the others do not exist here. */
export function signInRoutes(deps: RouteDeps): FastifyPluginAsyncZod {
  const { signIn } = deps
  return async (app) => {
    app.post(
      '/sign-in/email',
      {
        config: { who: 'public' },
        schema: {
          operationId: 'signIn',
          tags: ['Signing in'],
          summary: 'Sign in with e-mail and password: sets the session cookie',
          body: Credentials,
          response: { 200: Me },
        },
      },
      async (request, reply) => enter(deps, app.guessing, request.body, request, reply),
    )
    app.post(
      '/sign-out',
      {
        config: { who: 'public' },
        schema: {
          operationId: 'signOut',
          tags: ['Signing in'],
          summary: 'End the session',
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { headers } = await signIn.api.signOut({
          headers: webHeaders(request),
          returnHeaders: true,
        })
        passCookies(headers, reply)
        return reply.code(204).send(null)
      },
    )
  }
}

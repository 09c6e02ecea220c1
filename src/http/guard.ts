import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ROLE_LABELS } from '../vulnerability/role.ts'
import type { Caller, Who } from './caller.ts'
import { forbidden, unauthenticated } from './problem.ts'

/** A route and who may call it. */
export interface Guarded {
  readonly method: string
  readonly url: string
  readonly who: Who
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route there is. */
    guarded: readonly Guarded[]
  }
}

export type Identify = (request: FastifyRequest, reply: FastifyReply) => Promise<Caller | null>

/** Every route says who may call it; one that does not stops the start. */
export function guardRoutes(app: FastifyInstance, identify: Identify): void {
  const guarded: Guarded[] = []
  app.decorate('guarded', guarded)
  app.decorateRequest('caller', null)
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.who === undefined) {
      throw new Error(`the route ${String(method)} ${url} does not say who may call it`)
    }
    for (const one of [method].flat()) guarded.push({ method: one, url, who: config.who })
  })
  app.addHook('onRequest', async (request, reply) => {
    // A request that met no route is answered by the not-found handler.
    const { who = 'public', session = false } = request.routeOptions.config
    if (who === 'public') return
    const caller = await identify(request, reply)
    if (caller === null) throw unauthenticated()
    request.caller = caller
    refuseUnlessPermitted(caller, who)
    if (session && caller.sessionId === null) {
      throw forbidden('An API key cannot do this.', 'Sign in with e-mail and password instead.')
    }
  })
}

function refuseUnlessPermitted(caller: Caller, who: Exclude<Who, 'public'>): void {
  if (who === 'view' || caller.permissions[who]) return
  throw forbidden(
    `This needs more than the profile ${ROLE_LABELS[caller.role]} may do.`,
    who === 'triage'
      ? 'Ask an Admin for the profile Developer.'
      : 'Ask an Admin to do it, or for the profile Admin.',
  )
}

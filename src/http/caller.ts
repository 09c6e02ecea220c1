import type { FastifyRequest } from 'fastify'
import { must } from '../lib/must.ts'
import type { Actor } from '../vulnerability/actor.ts'
import type { Permissions, Role } from '../vulnerability/role.ts'

/** Who may call a route. `public`: nobody needs to be signed in; `view`: anybody who is. */
export type Who = 'public' | 'view' | keyof Permissions

/** Who asks, and how we know. */
export interface Caller {
  readonly personId: string
  readonly name: string
  readonly email: string
  /** What counts now: for a key the lesser of its role and its owner's. */
  readonly role: Role
  readonly permissions: Permissions
  readonly actor: Actor
  /** null where an API key asks: some things belong to a session. */
  readonly sessionId: string | null
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
  }
  interface FastifyContextConfig {
    who?: Who
    /** Only a person who is signed in: an API key will not do. */
    session?: boolean
  }
}

/** The caller of a route that is not public. */
export function callerOf(request: FastifyRequest): Caller {
  return must(request.caller, 'the caller')
}

export function actorOf(request: FastifyRequest): Actor {
  return callerOf(request).actor
}

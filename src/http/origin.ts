import type { FastifyInstance } from 'fastify'
import { forbidden } from './problem.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

export interface Asked {
  readonly method: string
  readonly origin: string | undefined
  readonly host: string
  readonly hasCookie: boolean
  readonly hasApiKey: boolean
}

/**
 * Whether the request can't be another site's doing. A browser sends its cookies along for any
 * site, but always says which one it is: so a change by cookie needs our own origin. An API key
 * is never sent by a browser on its own.
 */
export function isOwn(asked: Asked, ownOrigins: readonly string[]): boolean {
  const { method, origin, host, hasCookie, hasApiKey } = asked
  if (SAFE.has(method)) return true
  if (origin === undefined) return !hasCookie || hasApiKey
  if (hasApiKey && !hasCookie) return true
  return ownOrigins.includes(origin) || hostOf(origin) === host
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}

export function refuseOtherSites(app: FastifyInstance, publicUrl: string): void {
  const own = [new URL(publicUrl).origin]
  app.addHook('onRequest', async ({ method, host, headers }) => {
    const asked: Asked = {
      method,
      origin: headers.origin,
      host,
      hasCookie: headers.cookie !== undefined,
      hasApiKey: headers['x-api-key'] !== undefined,
    }
    if (isOwn(asked, own)) return
    throw forbidden(
      'The request comes from another site than Lockstep itself.',
      `Open Lockstep at ${own[0]}; a program uses an API key, or sends its Origin header.`,
    )
  })
}

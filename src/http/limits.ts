import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { tooMany } from './problem.ts'

/** How often, per process. */
export interface HttpLimits {
  /** Requests a minute from one address. */
  readonly requests: number
  /** Failed log-ins in five minutes from one address. */
  readonly failuresByAddress: number
  /** Failed log-ins in five minutes to one account. */
  readonly failuresByAccount: number
  /** The largest report that is taken. */
  readonly uploadBytes: number
}

export const LIMITS: HttpLimits = {
  requests: 3_000,
  failuresByAddress: 30,
  failuresByAccount: 10,
  uploadBytes: 200 * 1024 * 1024,
}

const MINUTE = 60_000

declare module 'fastify' {
  interface FastifyInstance {
    guessing: Guessing
  }
}

/** Slows down whoever guesses passwords or links; who gets in is not counted. */
export interface Guessing {
  /** Throws when there were too many failures from this address or to this account. */
  readonly refuse: (request: FastifyRequest, account: string) => Promise<void>
  readonly failed: (request: FastifyRequest, account: string) => Promise<void>
}

export async function limitRequests(app: FastifyInstance, limits: HttpLimits): Promise<void> {
  await app.register(rateLimit, {
    max: limits.requests,
    timeWindow: MINUTE,
    cache: 50_000,
    addHeaders: LEAVE_OUT,
    addHeadersOnExceeding: LEAVE_OUT,
    errorResponseBuilder: (_request, { ttl }) =>
      tooMany(Math.ceil(ttl / 1_000), 'There were too many requests from your address.'),
  })
  app.decorate('guessing', guessing(app, limits))
}

/** They would tell each page of the browser something that only an attacker reads. */
const LEAVE_OUT = {
  'x-ratelimit-limit': false,
  'x-ratelimit-remaining': false,
  'x-ratelimit-reset': false,
}

function guessing(app: FastifyInstance, limits: HttpLimits): Guessing {
  const accounts = new WeakMap<FastifyRequest, string>()
  const window = { timeWindow: 5 * MINUTE }
  const counters = [
    app.createRateLimit({ ...window, max: limits.failuresByAddress }),
    app.createRateLimit({
      ...window,
      max: limits.failuresByAccount,
      keyGenerator: (request) => accounts.get(request) ?? '',
    }),
  ]
  return {
    async refuse(request, account) {
      accounts.set(request, account)
      for (const counter of counters) {
        const count = await counter(request, { increment: false })
        if (count.isAllowed || count.remaining > 0) continue
        throw tooMany(
          Math.max(1, count.ttlInSeconds),
          'There were too many failed attempts from your address or to this account.',
        )
      }
    },
    async failed(request, account) {
      accounts.set(request, account)
      for (const counter of counters) await counter(request)
    },
  }
}

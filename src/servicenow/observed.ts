import type { Answer, Method } from './answer.ts'
import { isServiceNowError, type FailureCode } from './errors.ts'
import type { Http } from './http.ts'
import { NOBODY_THERE, outcomeOf } from './laned.ts'

/** How one request to an instance went, OAuth's included; of what was said in it, nothing. */
export interface Exchange {
  readonly instance: string
  readonly method: Method
  readonly status: number | null
  readonly failure: FailureCode | null
  readonly health: Health
  readonly ms: number
}

/**
 * What a request tells of the instance as a whole. It is well where it is at work, whatever it
 * thinks of the request. A write that fails may fail by itself, for what it writes: that tells
 * nothing of others.
 */
export type Health = 'well' | 'ill' | 'unclear'

export interface Observer {
  readonly onSent?: (instance: string) => void
  readonly onEnded: (exchange: Exchange) => void
}

/** The same sockets, with somebody who watches. */
export function observed(http: Http, observers: readonly Observer[]): Http {
  return {
    ...http,
    async send(instance, request) {
      const started = performance.now()
      const { method } = request
      const ended = (facts: Pick<Exchange, 'status' | 'failure' | 'health'>) => {
        const exchange = { instance: instance.origin, method, ms: performance.now() - started }
        for (const { onEnded } of observers) onEnded({ ...exchange, ...facts })
      }
      for (const { onSent } of observers) onSent?.(instance.origin)
      try {
        const answer = await http.send(instance, request)
        ended({ status: answer.status, failure: null, health: healthBy(answer, method) })
        return answer
      } catch (error) {
        const failure = isServiceNowError(error) ? error.code : 'unknown'
        ended({ status: null, failure, health: healthByFailure(failure, method) })
        throw error
      }
    },
  }
}

function healthBy(answer: Answer, method: Method): Health {
  if (outcomeOf(answer, new Date()).kind !== 'ok') return 'ill'
  if (answer.status < 500) return 'well'
  return method === 'GET' ? 'ill' : 'unclear'
}

function healthByFailure(failure: FailureCode, method: Method): Health {
  // That was us.
  if (failure === 'aborted' || failure === 'paused') return 'unclear'
  return method === 'GET' || NOBODY_THERE.includes(failure) ? 'ill' : 'unclear'
}

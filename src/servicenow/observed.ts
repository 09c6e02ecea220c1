import type { Answer, Method } from './answer.ts'
import { isServiceNowError, type FailureCode } from './errors.ts'
import type { Http } from './http.ts'
import { outcomeOf } from './laned.ts'

/** How one request to an instance went, OAuth's included; of what was said in it, nothing. */
export interface Exchange {
  readonly instance: string
  readonly method: Method
  readonly status: number | null
  readonly failure: FailureCode | null
  /** The instance is there and at work, whatever it thinks of the request. */
  readonly isWell: boolean
  readonly ms: number
}

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
      const ended = (facts: Pick<Exchange, 'status' | 'failure' | 'isWell'>) => {
        const exchange = { instance: instance.origin, method, ms: performance.now() - started }
        for (const { onEnded } of observers) onEnded({ ...exchange, ...facts })
      }
      for (const { onSent } of observers) onSent?.(instance.origin)
      try {
        const answer = await http.send(instance, request)
        ended({ status: answer.status, failure: null, isWell: isWell(answer) })
        return answer
      } catch (error) {
        const failure = isServiceNowError(error) ? error.code : 'unknown'
        ended({ status: null, failure, isWell: false })
        throw error
      }
    },
  }
}

function isWell(answer: Answer): boolean {
  return answer.status < 500 && outcomeOf(answer, new Date()).kind === 'ok'
}

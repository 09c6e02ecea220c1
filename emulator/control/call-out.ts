import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Sending } from '../rules/business-rules.ts'

/** An instance's own outbound calls end after 175 seconds; a test has no use for that. */
const TIMEOUT_MS = 10_000
/** Async rules run when a scheduler gets round to them. */
const ASYNC_AFTER_MS = 50

export interface Called {
  readonly rule: string
  readonly url: string
  /** 0 where nothing answered. There is no second try, as on a real instance. */
  readonly status: number
}

/** Makes the calls that business rules ask for, and remembers how they went. */
export class CallOuts {
  #called: Called[] = []
  readonly #stop = new AbortController()

  list(): readonly Called[] {
    return this.#called
  }

  send(sending: Sending): void {
    this.#send(sending).catch(() => undefined)
  }

  stop(): void {
    this.#stop.abort()
  }

  async #send({ rule, when, callOut, body }: Sending): Promise<void> {
    const { url, headers = {}, signature } = callOut
    const signed =
      signature === undefined
        ? {}
        : { [signature.header]: createHmac('sha256', signature.secret).update(body).digest('hex') }
    if (when === 'async') await sleep(ASYNC_AFTER_MS, undefined, { signal: this.#stop.signal })
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TIMEOUT_MS)])
    let status = 0
    try {
      const response = await fetch(url, {
        method: 'POST',
        signal,
        headers: { 'content-type': 'application/json', ...headers, ...signed },
        body,
      })
      await response.arrayBuffer()
      status = response.status
    } finally {
      this.#called = [...this.#called.slice(-999), { rule, url, status }]
    }
  }
}

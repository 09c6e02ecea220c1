import type { Reply } from './http.ts'

/** The API threads of a node: some work, some wait their turn, the rest is sent away. */
export class Semaphore {
  #working = 0
  readonly #waiting: (() => void)[] = []

  /** Resolves when it is the caller's turn; false where the queue is full. */
  async enter(threads: number, queueLength: number): Promise<boolean> {
    if (threads === 0 || this.#working < threads) {
      this.#working++
      return true
    }
    if (this.#waiting.length >= queueLength) return false
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
    return true
  }

  /** The place goes straight to the next one in the queue. */
  leave(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#working--
    else next()
  }
}

/** Neither JSON nor Retry-After: the request never came as far as the API. */
export const QUEUE_FULL: Reply = {
  status: 429,
  headers: { 'Content-Type': 'text/html' },
  body: '<html><head><title>Error 429</title></head><body>Too many requests</body></html>',
}

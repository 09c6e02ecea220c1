/** What the instance does by and by, after it has answered. */
export class Background {
  readonly #running = new Map<string, Promise<void>>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #hasStopped = false

  /** Does the work `delayMs` from now, and not before the job `after` is done, if there is one. */
  start(job: string, work: () => void, delayMs: number, after = ''): void {
    const earlier = this.#running.get(after) ?? Promise.resolve()
    const done = earlier
      .then(() => this.#wait(delayMs))
      .then(() => (this.#hasStopped ? undefined : work()))
      .catch((error: unknown) => console.error(error))
      .finally(() => this.#running.delete(job))
    this.#running.set(job, done)
  }

  stop(): void {
    this.#hasStopped = true
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer)
        resolve()
      }, ms)
      this.#timers.add(timer)
    })
  }
}

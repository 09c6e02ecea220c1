import type { Logger } from 'pino'
import { failBulkJob } from '../store/bulk-job.ts'
import type { Database } from '../store/database.ts'
import { doBatch, unfinishedBulkJobs } from './flow/bulk-status.ts'

/** How soon a job whose process died goes on in another. */
const SWEEP_MS = 5_000

/** Works bulk jobs off in the background, one batch after the other, until it is stopped. */
export class BulkRunner {
  readonly #database: Database
  readonly #log: Logger
  readonly #timer: NodeJS.Timeout
  #working: Promise<void> | null = null
  #again = false
  #stopped = false

  constructor(database: Database, log: Logger) {
    this.#database = database
    this.#log = log
    this.#timer = setInterval(() => this.wake(), SWEEP_MS)
    this.#timer.unref()
    this.wake()
  }

  /** There may be something to do. */
  wake(): void {
    this.#again = true
    if (this.#stopped || this.#working !== null) return
    this.#working = this.#workOff()
      .catch((error: unknown) => this.#log.error({ err: error }, 'bulk jobs could not be read'))
      .finally(() => {
        this.#working = null
      })
  }

  /** Waits for the batch under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#working
  }

  async #workOff(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false
      for (const id of await unfinishedBulkJobs(this.#database)) await this.#finish(id)
    }
  }

  async #finish(id: number): Promise<void> {
    try {
      let goesOn = true
      while (goesOn && !this.#stopped) goesOn = await doBatch(this.#database, id)
    } catch (error) {
      this.#log.error({ err: error, job: id }, 'a bulk job failed')
      await failBulkJob(this.#database.kysely, id)
    }
  }
}

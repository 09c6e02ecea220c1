import { isServiceNowError } from '../servicenow/errors.ts'
import type { Reach } from '../reconcile/reach.ts'
import type { Database } from '../store/database.ts'
import { inboundCursors, type DuePoll } from '../store/inbound-cursor.ts'
import { poll } from './poll.ts'

export interface PollerOptions {
  readonly database: Database
  readonly reach: Reach
  /** Asks for the daily sweep of one table. */
  readonly requestSweep: (due: DuePoll) => Promise<void>
  readonly onError: (error: unknown, due: DuePoll | null) => void
}

/** Longer than a poll takes; a process that died in one holds the table up for so long. */
const LEASE_MS = 15_000
const DEEP_SECONDS = 60
const TICK_MS = 500

/** Hears from every connected instance in its own interval, each table by one process at a time. */
export class Poller {
  readonly #options: PollerOptions
  readonly #underWay = new Set<Promise<void>>()
  #timer: NodeJS.Timeout | null = null
  #claiming = false

  constructor(options: PollerOptions) {
    this.#options = options
  }

  start(): void {
    this.#timer = setInterval(() => void this.#tick(), TICK_MS)
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }

  async #tick(): Promise<void> {
    if (this.#claiming) return
    this.#claiming = true
    try {
      const { kysely } = this.#options.database
      const due = await inboundCursors(kysely).claimDue(LEASE_MS, DEEP_SECONDS)
      // Side by side: a slow instance keeps nobody else waiting; the limiter keeps each in bounds.
      for (const one of due) this.#run(one)
    } catch (error) {
      this.#options.onError(error, null)
    } finally {
      this.#claiming = false
    }
  }

  #run(due: DuePoll): void {
    const done = this.#poll(due)
      .catch((error: unknown) => this.#options.onError(error, due))
      .finally(() => this.#underWay.delete(done))
    this.#underWay.add(done)
  }

  async #poll(due: DuePoll): Promise<void> {
    const { database, reach, requestSweep, onError } = this.#options
    try {
      await poll(database, due, await reach.open(due.integrationId))
      if (due.isSweepDue) await requestSweep(due)
    } catch (error) {
      await inboundCursors(database.kysely).giveBack(due)
      // The limiter knows, and says so once for all.
      if (!isServiceNowError(error, 'paused')) onError(error, due)
    }
  }
}

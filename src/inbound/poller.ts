import { inTheNameOf, ownRequestId } from '../lib/request-id.ts'
import type { Reach } from '../reconcile/reach.ts'
import type { Database } from '../store/database.ts'
import { inboundCursors, type DuePoll } from '../store/inbound-cursor.ts'
import { hurryLane } from '../work/marks.ts'
import { poll } from './poll.ts'

export interface PollerOptions {
  readonly database: Database
  readonly reach: Reach
  /** Asks for the daily sweep of one table. */
  readonly requestSweep: (due: DuePoll) => Promise<void>
  readonly onError: (error: unknown, due: DuePoll | null) => void
}

/** A process that died in a poll holds the table up for so long; a living one renews in time. */
const LEASE_MS = 10_000
const RENEW_MS = 3_000
const DEEP_SECONDS = 60
const TICK_MS = 250

/** Hears from every connected instance in its own interval, each table by one process at a time. */
export class Poller {
  readonly #options: PollerOptions
  readonly #underWay = new Map<DuePoll, Promise<void>>()
  #timers: NodeJS.Timeout[] = []
  #claiming: Promise<void> | null = null
  #stopping = false

  constructor(options: PollerOptions) {
    this.#options = options
  }

  start(): void {
    // Creating waits for the first poll: see `heard` of a pairing.
    this.#claiming = inboundCursors(this.#options.database.kysely)
      .hurry()
      .catch((error: unknown) => this.#options.onError(error, null))
      .finally(() => {
        this.#claiming = null
      })
    this.#timers = [
      setInterval(() => this.#tick(), TICK_MS),
      setInterval(() => void this.#renew(), RENEW_MS),
    ]
  }

  /** Begins no more polls and waits for those under way. */
  async stop(): Promise<void> {
    this.#stopping = true
    for (const timer of this.#timers) clearInterval(timer)
    await this.#claiming
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values())
  }

  #tick(): void {
    if (this.#claiming !== null || this.#stopping) return
    this.#claiming = this.#claim()
      .catch((error: unknown) => this.#options.onError(error, null))
      .finally(() => {
        this.#claiming = null
      })
  }

  async #claim(): Promise<void> {
    const { kysely, openedAt } = this.#options.database
    const due = await inboundCursors(kysely).claimDue(LEASE_MS, DEEP_SECONDS, openedAt)
    // Side by side: a slow instance keeps nobody else waiting; the limiter keeps each in bounds.
    for (const one of due) this.#run(one)
  }

  #run(due: DuePoll): void {
    const done = inTheNameOf([ownRequestId('poll')], () => this.#poll(due))
      .catch((error: unknown) => this.#options.onError(error, due))
      .finally(() => this.#underWay.delete(due))
    this.#underWay.set(due, done)
  }

  async #poll(due: DuePoll): Promise<void> {
    const { database, reach, requestSweep, onError } = this.#options
    try {
      await poll(database, due, await reach.open(due.integrationId))
      if (due.isFirst) await hurryLane(database.kysely, due.instanceId)
      if (due.isSweepDue) await requestSweep(due)
    } catch (error) {
      await inboundCursors(database.kysely).giveBack(due)
      onError(error, due)
    }
  }

  async #renew(): Promise<void> {
    if (this.#underWay.size === 0) return
    const { kysely } = this.#options.database
    await inboundCursors(kysely)
      .renew([...this.#underWay.keys()], LEASE_MS)
      .catch((error: unknown) => this.#options.onError(error, null))
  }
}

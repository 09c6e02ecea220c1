import type { QueryExecutorProvider } from 'kysely'

import { inTheNameOf, ownRequestId } from '../lib/request-id.ts'
import { together } from '../lib/together.ts'
import type { Claim, Finished } from './marks.ts'
import {
  CHANNEL,
  claimLooks,
  finishLooks,
  giveBackLooks,
  postponeLook,
  renewLooks,
} from './marks.ts'
import { Room } from './room.ts'
import type { Listener } from './listener.ts'
import { listen } from './listener.ts'

/** What became of a look. */
export type LookResult =
  /** `isLight`: it called nobody, so that it waited for nobody's turn. */
  | { readonly kind: 'done'; readonly isLight: boolean }
  /** Something is left to do, but not at once. A length of time: clocks of machines differ. */
  | { readonly kind: 'postpone'; readonly afterMs: number }

export interface WorkerOptions {
  readonly db: QueryExecutorProvider
  /** Where to listen; needs a session of its own. */
  readonly url: string
  /** `onAnswered` may be called as soon as it waits for nobody's turn: another one may wait then. */
  readonly look: (claim: Claim, onAnswered: () => void) => Promise<LookResult>
  /** A look that threw is made again after the returned number of milliseconds. */
  readonly onError: (error: unknown, claim: Claim) => number
  /** A claim or a renewal failed: the database is away; tried again. */
  readonly onTrouble: (error: unknown) => void
  readonly concurrency?: number
  /** Enough to keep an instance's lanes busy; few enough that several dead ones leave room. */
  readonly perLane?: number
}

/** A dead worker's looks are free again after this long; a living one renews in time. */
const LEASE_MS = 8_000
const RENEW_MS = 2_500
const SWEEP_MS = 1_000
/** Those that end within so long are finished together. */
const FINISH_MS = 25

/** Looks at what is marked, a bounded number at a time, until it is stopped. */
export class Worker {
  readonly #options: WorkerOptions
  readonly #perLane: number
  readonly #room: Room
  readonly #underWay = new Map<number, Claim>()
  readonly #settled = new Set<Promise<void>>()
  #listener: Listener | null = null
  #timers: NodeJS.Timeout[] = []
  #claiming: Promise<void> | null = null
  #again = false
  #stopping = false
  readonly #finish: (claim: Claim) => Promise<Finished>

  constructor(options: WorkerOptions) {
    this.#options = options
    this.#perLane = options.perLane ?? 8
    this.#room = new Room(this.#perLane, options.concurrency ?? 64)
    this.#finish = together((claims: readonly Claim[]) => finishLooks(options.db, claims), {
      everyMs: FINISH_MS,
    })
  }

  start(): void {
    this.#listener = listen(this.#options.url, CHANNEL, () => this.#wake())
    this.#timers = [
      setInterval(() => this.#wake(), SWEEP_MS),
      setInterval(() => void this.#renew(), RENEW_MS),
    ]
    this.#wake()
  }

  /** Claims nothing more and waits for the looks under way; what is left, others take over. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#listener?.stop()
    await this.#claiming
    while (this.#settled.size > 0) await Promise.all(this.#settled)
    // Only now: a look that takes its time keeps its lease.
    for (const timer of this.#timers) clearInterval(timer)
  }

  #wake(): void {
    this.#again = true
    if (this.#claiming !== null || this.#stopping) return
    this.#claiming = this.#claim()
      .catch((error: unknown) => this.#options.onTrouble(error))
      .finally(() => {
        this.#claiming = null
        // Somebody asked between the last claim and this line.
        if (this.#again) this.#wake()
      })
  }

  async #claim(): Promise<void> {
    const { db } = this.#options
    while (this.#again && !this.#stopping) {
      this.#again = false
      const limit = this.#room.left
      if (limit === 0) return
      const free = this.#room.free()
      const wanted = { limit, perLane: this.#perLane, free, leaseMs: LEASE_MS }
      const claims = await claimLooks(db, wanted)
      // Stopped meanwhile: nobody else could look for the length of a lease.
      if (this.#stopping) return giveBackLooks(db, claims)
      for (const claim of claims) this.#look(claim)
      this.#room.claimed(
        claims.map(({ lane }) => lane),
        free,
        limit,
      )
      // They may all have ended already, and nobody else would ask.
      if (this.#room.isWantedAnywhere) this.#again = true
    }
  }

  #look(claim: Claim): void {
    const { key, lane, requestIds } = claim
    this.#underWay.set(key, claim)
    this.#room.begin(lane)
    let isInLane = true
    const leave = (isLight: boolean): void => {
      if (!isInLane) return
      isInLane = false
      this.#room.leave(lane, isLight)
      if (this.#room.isWanted(lane)) this.#wake()
    }
    const ids = requestIds.length > 0 ? requestIds : [ownRequestId('look')]
    const settled = inTheNameOf(ids, () => this.#carry(claim, leave))
      .catch((error: unknown) => {
        this.#options.onTrouble(error)
        return true
      })
      .then((isDue) => {
        // After a lost lease this process may be looking at it for the second time.
        if (this.#underWay.get(key) === claim) this.#underWay.delete(key)
        leave(false)
        this.#room.end()
        this.#settled.delete(settled)
        if (isDue || this.#room.isWanted(lane)) this.#wake()
      })
    this.#settled.add(settled)
  }

  /** Whether it may be due again, at once. */
  async #carry(claim: Claim, leave: (isLight: boolean) => void): Promise<boolean> {
    const { db, look, onError } = this.#options
    let result: LookResult
    let tries = 0
    try {
      result = await look(claim, () => leave(false))
    } catch (error) {
      result = { kind: 'postpone', afterMs: onError(error, claim) }
      tries = claim.tries + 1
    }
    if (result.kind === 'done') {
      leave(result.isLight)
      return (await this.#finish(claim)) === 'again'
    }
    await postponeLook(db, claim, result.afterMs, tries)
    return true
  }

  async #renew(): Promise<void> {
    if (this.#underWay.size === 0) return
    try {
      await renewLooks(this.#options.db, [...this.#underWay.values()], LEASE_MS)
    } catch (error) {
      this.#options.onTrouble(error)
    }
  }
}

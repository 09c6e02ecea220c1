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
import type { Listener } from './listener.ts'
import { listen } from './listener.ts'

/** What became of a look. */
export type LookResult =
  | { readonly kind: 'done' }
  /** Something is left to do, but not at once. A length of time: clocks of machines differ. */
  | { readonly kind: 'postpone'; readonly afterMs: number }

export interface WorkerOptions {
  readonly db: QueryExecutorProvider
  /** Where to listen; needs a session of its own. */
  readonly url: string
  readonly look: (claim: Claim) => Promise<LookResult>
  /** A look that threw is made again after the returned number of milliseconds. */
  readonly onError: (error: unknown, claim: Claim) => number
  /** A claim or a renewal failed: the database is away; tried again. */
  readonly onTrouble: (error: unknown) => void
  readonly concurrency?: number
  /** Enough to keep an instance's lanes busy; few enough that several dead ones leave room. */
  readonly perLane?: number
}

/** A dead worker's looks are free again after this long; a living one renews in time. */
const LEASE_MS = 10_000
const RENEW_MS = 3_000
const SWEEP_MS = 1_000
/** Those that end within so long are finished together. */
const FINISH_MS = 10
/** More is claimed when so large a part of the room is still in use: nothing runs dry meanwhile. */
const REFILL = 0.75

/** Looks at what is marked, a bounded number at a time, until it is stopped. */
export class Worker {
  readonly #options: WorkerOptions & Required<Pick<WorkerOptions, 'concurrency' | 'perLane'>>
  readonly #underWay = new Map<number, Claim>()
  readonly #settled = new Set<Promise<void>>()
  #listener: Listener | null = null
  #timers: NodeJS.Timeout[] = []
  #claiming: Promise<void> | null = null
  #again = false
  #stopping = false
  /** Whether the last claim may have left something for want of room, in these lanes or in all. */
  #leftBehind = new Set<number>()
  readonly #finish: (claim: Claim) => Promise<Finished>

  constructor(options: WorkerOptions) {
    this.#options = { concurrency: 64, perLane: 8, ...options }
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
    const { db, concurrency, perLane } = this.#options
    while (this.#again && !this.#stopping) {
      this.#again = false
      const limit = concurrency - this.#underWay.size
      if (limit <= 0) return
      const busy = this.#busy()
      const claims = await claimLooks(db, { limit, perLane, busy, leaseMs: LEASE_MS })
      // Stopped meanwhile: nobody else could look for the length of a lease.
      if (this.#stopping) return giveBackLooks(db, claims)
      for (const claim of claims) this.#look(claim)
      // By what was asked for: looks that have ended since then made room that was not filled.
      const claimed = countByLane(claims)
      const isFilled = (lane: number) =>
        (busy.get(lane) ?? 0) + (claimed.get(lane) ?? 0) >= perLane || claims.length === limit
      this.#leftBehind = new Set([...busy.keys(), ...claimed.keys()].filter(isFilled))
      // They may all have ended already, and nobody else would ask.
      if ([...this.#leftBehind].some((lane) => this.#hasRoomAgain(lane))) this.#again = true
    }
  }

  #look(claim: Claim): void {
    this.#underWay.set(claim.key, claim)
    const { requestIds } = claim
    const ids = requestIds.length > 0 ? requestIds : [ownRequestId('look')]
    const settled = inTheNameOf(ids, () => this.#carry(claim))
      .catch((error: unknown) => {
        this.#options.onTrouble(error)
        return true
      })
      .then((isDue) => {
        // After a lost lease this process may be looking at it for the second time.
        if (this.#underWay.get(claim.key) === claim) this.#underWay.delete(claim.key)
        this.#settled.delete(settled)
        if (isDue || this.#hasRoomAgain(claim.lane)) this.#wake()
      })
    this.#settled.add(settled)
  }

  /** Whether it may be due again at once. */
  async #carry(claim: Claim): Promise<boolean> {
    const { db, look, onError } = this.#options
    let result: LookResult
    let tries = 0
    try {
      result = await look(claim)
    } catch (error) {
      result = { kind: 'postpone', afterMs: onError(error, claim) }
      tries = claim.tries + 1
    }
    if (result.kind === 'done') return (await this.#finish(claim)) === 'again'
    await postponeLook(db, claim, result.afterMs, tries)
    return true
  }

  /** A claim for each look that ends would cost as much as the looks: several are claimed at once. */
  #hasRoomAgain(lane: number): boolean {
    const { concurrency, perLane } = this.#options
    if (!this.#leftBehind.has(lane)) return false
    const busy = this.#busy().get(lane) ?? 0
    return busy <= REFILL * perLane && this.#underWay.size <= REFILL * concurrency
  }

  async #renew(): Promise<void> {
    if (this.#underWay.size === 0) return
    try {
      await renewLooks(this.#options.db, [...this.#underWay.values()], LEASE_MS)
    } catch (error) {
      this.#options.onTrouble(error)
    }
  }

  #busy(): Map<number, number> {
    return countByLane(this.#underWay.values())
  }
}

function countByLane(claims: Iterable<Claim>): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { lane } of claims) counts.set(lane, (counts.get(lane) ?? 0) + 1)
  return counts
}

import type { HeldLane, LaneStore } from './limiter.ts'

/** A lane outlasts its request, whose clock starts a moment later. */
export const MARGIN_MS = 1_000

/** How much longer than its request a lease is made that others wait for: they go on with it. */
const AHEAD_MS = 2_000

/**
 * A lane as the process has it that took it. It goes from request to request while its lease lasts;
 * the lease is made longer while a request is under way, so that nobody waits for the disk between
 * an answer and the next request.
 */
export class Lease {
  readonly lane: HeldLane
  /** Since when this process has gone on with the lane, as `performance.now()` counts. */
  readonly since = performance.now()
  readonly #renew: (leaseMs: number) => Promise<boolean>
  #until: number
  #renewing: Promise<boolean> | null = null

  /** `until` by the time before it was asked for: the store's clock ran on meanwhile. */
  constructor(store: LaneStore, instanceKey: string, lane: HeldLane, until: number) {
    this.lane = lane
    this.#renew = (leaseMs) => store.renew(instanceKey, lane, leaseMs)
    this.#until = until
  }

  /** When a request that begins now has to have ended. */
  endOf(timeoutMs: number): number {
    return Math.min(performance.now() + timeoutMs, this.#until - MARGIN_MS)
  }

  /** While another request is under way. Should it fail, the next one tries again. */
  makeLonger(timeoutMs: number): void {
    if (!this.#lasts(timeoutMs + AHEAD_MS / 2)) this.#longer(timeoutMs).catch(() => {})
  }

  /** Until then whoever shortens the lease would find it made longer afterwards. */
  async settled(): Promise<void> {
    await this.#renewing?.catch(() => false)
  }

  /** Whether a request of that length may begin. False: the lane has become somebody else's. */
  async outlasts(timeoutMs: number): Promise<boolean> {
    if (this.#lasts(timeoutMs)) return true
    await this.settled()
    return this.#lasts(timeoutMs) || this.#longer(timeoutMs)
  }

  #lasts(timeoutMs: number): boolean {
    return this.#until - performance.now() >= timeoutMs + MARGIN_MS
  }

  #longer(timeoutMs: number): Promise<boolean> {
    const leaseMs = timeoutMs + MARGIN_MS + AHEAD_MS
    const until = performance.now() + leaseMs
    this.#renewing ??= this.#renew(leaseMs)
      .then((isHeld) => {
        if (isHeld) this.#until = until
        return isHeld
      })
      .finally(() => {
        this.#renewing = null
      })
    return this.#renewing
  }
}

import { isCalm, type Limit } from './limit.ts'

/** What a process remembers of an instance. */
interface Remembered {
  readonly limit: Limit
  /** How many of its lanes this process holds. */
  readonly held: number
  /** How long the last answer took. */
  readonly lastMs: number
  /** The longest of late. */
  readonly slowestMs: number
}

/** Whoever gets ready for a lane must not have to wait for it so long that it was for nothing. */
const SOON_MS = 1_000
/** Of a hundred quick answers after a slow one, little is left of it. */
const FADING = 0.97
/** What an instance is given at least to end what we no longer hear of. */
const GOES_ON_MS = 5_000

/** Guesses that save a process questions to the store, and others a wait. */
export class LaneMemory {
  readonly #known = new Map<string, Remembered>()
  /** Questions for a lane that are under way. */
  readonly #asking = new Map<string, number>()

  asks(key: string): void {
    this.#asking.set(key, (this.#asking.get(key) ?? 0) + 1)
  }

  asked(key: string): void {
    this.#asking.set(key, (this.#asking.get(key) ?? 0) - 1)
  }

  took(key: string, limit: Limit, isHeld: boolean): void {
    const { held = 0, lastMs = Infinity, slowestMs = 0 } = this.#known.get(key) ?? {}
    this.#known.set(key, { limit, held: isHeld ? held + 1 : held, lastMs, slowestMs })
  }

  gave(key: string, tookMs: number, isAnswered: boolean): void {
    const known = this.#known.get(key)
    if (known === undefined) return
    const held = known.held - 1
    const answer = isAnswered
      ? { lastMs: tookMs, slowestMs: Math.max(tookMs, FADING * known.slowestMs) }
      : {}
    this.#known.set(key, { ...known, ...answer, held })
  }

  /** Whether asking for a lane most likely gets one. */
  isLikelyFree(key: string): boolean {
    const known = this.#known.get(key)
    return known !== undefined && isCalm(known.limit) && known.held < known.limit.width
  }

  /** Whether this process has every lane there is, or is about to: to ask for another is in vain. */
  hasAll(key: string): boolean {
    const known = this.#known.get(key)
    return known !== undefined && known.held + (this.#asking.get(key) ?? 0) >= known.limit.width
  }

  isAnswerSoon(key: string): boolean {
    return (this.#known.get(key)?.lastMs ?? Infinity) < SOON_MS
  }

  /** How long an instance may go on with a request whose connection broke. */
  goesOnMs(key: string): number {
    return Math.max(GOES_ON_MS, 2 * (this.#known.get(key)?.slowestMs ?? 0))
  }
}

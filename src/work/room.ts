/** Room is made again for more when so large a part of it is in use still: nothing runs dry. */
const REFILL = 0.75

/**
 * How many looks of a process have or wait for their turn in each lane, and how many may. A lane whose looks call nobody
 * gets room with each of them, since many together cost little more than a few; the first one that
 * calls takes it back, since those that wait for their turn at an instance are best left to others.
 */
export class Room {
  readonly #perLane: number
  readonly #inAll: number
  readonly #underWay = new Map<number, number>()
  /** Looks in a row that called nobody. */
  readonly #light = new Map<number, number>()
  /** Where the last claim may have left something for want of room, in these lanes or in all. */
  #leftBehind = new Set<number>()
  #count = 0

  constructor(perLane: number, inAll: number) {
    this.#perLane = perLane
    this.#inAll = inAll
  }

  /** Places that are left in all lanes together. */
  get left(): number {
    return Math.max(0, this.#inAll - this.#count)
  }

  /** Places that are left in each lane that is not as it was at first. */
  free(): Map<number, number> {
    const lanes = new Set([...this.#underWay.keys(), ...this.#light.keys()])
    return new Map([...lanes].map((lane) => [lane, this.#sizeOf(lane) - this.#busy(lane)]))
  }

  begin(lane: number): void {
    this.#underWay.set(lane, this.#busy(lane) + 1)
    this.#count++
  }

  /** It waits for no turn any more: its place in the lane is free for another. */
  leave(lane: number, isLight: boolean): void {
    if (this.#busy(lane) > 1) this.#underWay.set(lane, this.#busy(lane) - 1)
    else this.#underWay.delete(lane)
    if (isLight) this.#light.set(lane, Math.min(this.#lightOf(lane) + 1, this.#inAll / 2))
    else this.#light.delete(lane)
  }

  /** Everything of it is written down. */
  end(): void {
    this.#count--
  }

  /** After a claim of at most `limit`, with what was `free` when it was asked for. */
  claimed(lanes: readonly number[], free: ReadonlyMap<number, number>, limit: number): void {
    const counts = new Map<number, number>()
    for (const lane of lanes) counts.set(lane, (counts.get(lane) ?? 0) + 1)
    // By what was asked for: looks that have ended since then made room that was not filled.
    const isFilled = (lane: number): boolean =>
      lanes.length === limit || (counts.get(lane) ?? 0) >= (free.get(lane) ?? this.#perLane)
    this.#leftBehind = new Set([...free.keys(), ...counts.keys()].filter(isFilled))
  }

  /** Whether more is worth claiming: a claim for each look that ends would cost as much as the looks. */
  isWanted(lane: number): boolean {
    if (!this.#leftBehind.has(lane)) return false
    return this.#busy(lane) <= REFILL * this.#sizeOf(lane) && this.#count <= REFILL * this.#inAll
  }

  get isWantedAnywhere(): boolean {
    return [...this.#leftBehind].some((lane) => this.isWanted(lane))
  }

  #sizeOf(lane: number): number {
    return this.#perLane + this.#lightOf(lane)
  }

  #busy(lane: number): number {
    return this.#underWay.get(lane) ?? 0
  }

  #lightOf(lane: number): number {
    return this.#light.get(lane) ?? 0
  }
}

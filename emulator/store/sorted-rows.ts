/** A record as it is kept: every value a string, empty as ''. */
export type Row = Record<string, string>

const CHUNK = 512

/**
 * Rows in the order of (one column, sys_id). A list of short sorted lists: an insert moves at most
 * CHUNK pointers, where one big array would move 100,000.
 */
export class SortedRows {
  readonly #column: string
  #chunks: Row[][] = []

  constructor(column: string) {
    this.#column = column
  }

  add(row: Row): void {
    if (this.#chunks.length === 0) {
      this.#chunks.push([row])
      return
    }
    const value = row[this.#column] ?? ''
    const sysId = row['sys_id'] ?? ''
    const at = Math.min(this.#chunkFor(value, sysId), this.#chunks.length - 1)
    const chunk = this.#chunks[at] ?? []
    chunk.splice(this.#positionIn(chunk, value, sysId), 0, row)
    if (chunk.length > CHUNK * 2) this.#split(at, chunk)
  }

  remove(row: Row): void {
    const value = row[this.#column] ?? ''
    const sysId = row['sys_id'] ?? ''
    const at = this.#chunkFor(value, sysId)
    const chunk = this.#chunks[at]
    if (chunk === undefined) return
    const position = this.#positionIn(chunk, value, sysId)
    if (chunk[position] !== row) return
    chunk.splice(position, 1)
    if (chunk.length === 0) this.#chunks.splice(at, 1)
  }

  /** The rows with `from <= column <= to`, in order; an undefined bound is open. */
  *between(from: string | undefined, to: string | undefined): Generator<Row> {
    const start = from === undefined ? 0 : this.#chunkFor(from, '')
    for (let at = start; at < this.#chunks.length; at++) {
      const chunk = this.#chunks[at] ?? []
      const first = at === start && from !== undefined ? this.#positionIn(chunk, from, '') : 0
      for (let i = first; i < chunk.length; i++) {
        const row = chunk[i]
        if (row === undefined) continue
        if (to !== undefined && (row[this.#column] ?? '') > to) return
        yield row
      }
    }
  }

  /** Appending a full chunk at the end leaves it full: times only grow, and half-empty chunks would double the memory. */
  #split(at: number, chunk: Row[]): void {
    const isLast = at === this.#chunks.length - 1
    this.#chunks.splice(at + 1, 0, chunk.splice(isLast ? CHUNK * 2 - 64 : CHUNK))
  }

  #isBelow(row: Row | undefined, value: string, sysId: string): boolean {
    const own = row?.[this.#column] ?? ''
    return own === value ? (row?.['sys_id'] ?? '') < sysId : own < value
  }

  /** The first chunk whose last row is not below (value, sysId). */
  #chunkFor(value: string, sysId: string): number {
    let low = 0
    let high = this.#chunks.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#isBelow(this.#chunks[middle]?.at(-1), value, sysId)) low = middle + 1
      else high = middle
    }
    return low
  }

  #positionIn(chunk: readonly Row[], value: string, sysId: string): number {
    let low = 0
    let high = chunk.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#isBelow(chunk[middle], value, sysId)) low = middle + 1
      else high = middle
    }
    return low
  }
}

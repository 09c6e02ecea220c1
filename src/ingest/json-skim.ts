/**
 * Finds the end of a list or object of which JSON.parse is to read the inside: a third of the time
 * that checking every byte takes, and most of a report is inside its results.
 */
export class JsonSkim {
  isOver = false
  isTooDeep = false
  /** How many are open, with the one that is skimmed. */
  #depth = 0
  #maxDepth = 0
  #isInString = false
  #isEscaped = false

  /** Its opening bracket has just gone by. */
  begin(maxDeeper: number): void {
    this.isOver = false
    this.#depth = 1
    this.#maxDepth = maxDeeper + 1
  }

  /** Gives the position of the last bracket once it is over, else of where it stopped. */
  push(chunk: Uint8Array, start: number): number {
    let i = this.#isInString ? this.#string(chunk, start) : start
    while (i < chunk.length) {
      const byte = chunk[i]!
      // With this bit, a bracket is the brace of its side.
      const side = byte | 0x20
      if (byte === 0x22) {
        i = this.#string(chunk, i + 1)
      } else if (side === 0x7d) {
        this.isOver = --this.#depth === 0
        if (this.isOver) return i
        i++
      } else if (side === 0x7b) {
        this.isTooDeep = ++this.#depth > this.#maxDepth
        if (this.isTooDeep) return i
        i++
      } else i++
    }
    return i
  }

  #string(chunk: Uint8Array, start: number): number {
    let i = this.#isEscaped ? start + 1 : start
    while (i < chunk.length) {
      const byte = chunk[i]!
      if (byte === 0x22) break
      i += byte === 0x5c ? 2 : 1
    }
    this.#isInString = i >= chunk.length
    this.#isEscaped = i > chunk.length
    return i + 1
  }
}

/**
 * A long text as a parameter that is let go once it was sent. What a query is given stays with it,
 * and queries that are over stay until the whole heap is looked through: 90 MB of an import.
 */
export class SentOnce {
  #text: string | null

  constructor(text: string) {
    this.#text = text
  }

  /** Called by pg as it writes the statement. */
  toPostgres(): string {
    const text = this.#text
    if (text === null) throw new TypeError('it was sent already')
    this.#text = null
    return text
  }
}

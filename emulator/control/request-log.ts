/** One request as it came in and went out. */
export interface LogEntry {
  readonly id: number
  readonly at: string
  readonly method: string
  readonly path: string
  /** As sent, without the question mark. */
  readonly query: string
  /** The table a Table API call is about, else ''. */
  readonly table: string
  /** What a write carried, cut at 10,000 characters. */
  readonly body: string
  /** How many requests were being worked on when it arrived, itself included. */
  readonly inFlight: number
  user: string
  /** 0 until answered, and for good where the connection was dropped. */
  status: number
  durationMs: number
  fault: string
}

/** The last requests, oldest first. */
export class RequestLog {
  #entries: LogEntry[] = []
  #next = 1

  add(entry: Omit<LogEntry, 'id'>, limit: number): LogEntry {
    const added = { id: this.#next++, ...entry }
    this.#entries.push(added)
    // Cut rarely and by much: shifting one by one would move the whole list for each request.
    if (this.#entries.length > limit * 1.5) this.#entries = this.#entries.slice(-limit)
    return added
  }

  /** Those after the entry with that id; all of them without one. */
  list(after = 0): LogEntry[] {
    return this.#entries.filter((entry) => entry.id > after)
  }

  clear(): void {
    this.#entries = []
  }
}

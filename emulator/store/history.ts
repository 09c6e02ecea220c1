import type { Row } from './sorted-rows.ts'

interface Entry {
  readonly at: number
  readonly table: string
  readonly sysId: string
  readonly before: Row | null
}

/** A record as it was; null for one that did not exist. */
export interface Past {
  readonly table: string
  readonly row: Row | null
}

/** What the last changes replaced, so that a read replica can answer from a moment ago. */
export class History {
  #entries: Entry[] = []

  note(at: number, table: string, sysId: string, before: Row | null): void {
    this.#entries.push({ at, table, sysId, before: before && { ...before } })
  }

  /** The records changed since that moment, as they were then. */
  since(since: number): ReadonlyMap<string, Past> {
    this.#entries = this.#entries.filter((entry) => entry.at >= since)
    const past = new Map<string, Past>()
    for (const { table, sysId, before } of this.#entries) {
      if (!past.has(sysId)) past.set(sysId, { table, row: before })
    }
    return past
  }
}

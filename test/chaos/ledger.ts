/** A change that Lockstep acknowledged to a caller over HTTP. */
export interface Acknowledged {
  readonly at: number
  readonly kind: 'status' | 'title' | 'severity' | 'sync'
  readonly id: number
  readonly value: string
}

/** What a ServiceNow user did to a record. */
export interface Edit {
  readonly at: number
  readonly sysId: string
  readonly fields: Readonly<Record<string, string>>
}

/** A time in which the outcome of a request may have remained unknown. */
export interface Trouble {
  readonly kind: string
  readonly at: number
  readonly from: number
  readonly to: number
}

/** How long after their worker's death the last of its looks was taken over. */
export interface TakeOver {
  readonly ms: number
  /** What was in the way when it took too long. */
  readonly meanwhile: string
}

/** What the cast has done: kept by those who did it, and never by the code under test. */
export class Ledger {
  acknowledged: Acknowledged[] = []
  /** What was asked for: it may be done although its answer was lost. */
  readonly asked: Acknowledged[] = []
  /** Ids of findings whose import was applied. */
  found = new Set<string>()
  readonly edits: Edit[] = []
  readonly troubles: Trouble[] = []
  /** Records that a person made of ours by "Insert and Stay". */
  readonly copies = new Set<string>()
  readonly deleted = new Set<string>()
  readonly everHidden = new Set<string>()
  readonly hidden = new Set<string>()
  /** Ticket keys whose vulnerabilities a restored backup does not know. */
  readonly orphans = new Set<string>()
  /** Whether a day has passed, with the sweep that hears of deletions. */
  isSwept = false
  /** When the last backup was restored; 0: never. */
  restoredAt = 0
  /** How often each thing happened. */
  readonly counts: Record<string, number> = {}
  /** Promises seen broken while the storm still blew. */
  readonly breaches: string[] = []
  readonly takeOvers: TakeOver[] = []

  /** When somebody logged in to the instance. */
  readonly logIns: number[] = []
  /** How long it took until all processes had stopped that were asked to, in milliseconds. */
  readonly stops: number[] = []

  count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1
  }

  /** What failed while the storm blew, which nobody was promised. */
  inVain(who: string, error: unknown): void {
    const words = error instanceof Error ? error.message : String(error)
    this.count(`${who} in vain: ${words.replaceAll(/\d+/g, 'N').slice(0, 110)}`)
  }

  trouble(kind: string, forMs: number): void {
    this.count(kind)
    const now = Date.now()
    // What was under way when it began is part of it.
    this.troubles.push({ kind, at: now, from: now - 3_000, to: now + forMs })
  }

  ask(kind: Acknowledged['kind'], id: number, value: string): void {
    this.asked.push({ at: Date.now(), kind, id, value })
  }

  acknowledge(kind: Acknowledged['kind'], id: number, value: string): void {
    this.acknowledged.push({ at: Date.now(), kind, id, value })
  }

  /** What had been promised by now; a backup of now promises no more than that. */
  remember(): () => void {
    const { length } = this.acknowledged
    const found = new Set(this.found)
    return () => {
      this.acknowledged = this.acknowledged.slice(0, length)
      this.found = found
      this.restoredAt = Date.now()
    }
  }

  isTroubled(at: number): boolean {
    return this.troubles.some(({ from, to }) => from <= at && at <= to)
  }
}

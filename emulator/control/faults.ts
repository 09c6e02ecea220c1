import type { Incoming } from '../http.ts'
import { seededRandom } from './random.ts'

/** Which requests a fault is for; what is left out matches everything. */
export interface Match {
  readonly method?: string | undefined
  /** What the path begins with. */
  readonly path?: string | undefined
  /** The table of a Table API call. */
  readonly table?: string | undefined
  /** What the query or the body contains. */
  readonly contains?: string | undefined
}

export const FAULT_KINDS = [
  'status',
  'commit-then-timeout',
  'commit-then-drop',
  'commit-then-status',
  'status-then-commit',
  'drop',
  'delay',
  'slow-bytes',
  'tls-error',
  'broken-json',
  'empty-body',
  'hibernating',
  'revoke-tokens',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export interface Fault {
  readonly kind: FaultKind
  readonly match?: Match | undefined
  /** How many requests it is for; for ever where left out. */
  readonly times?: number | undefined
  /** How long it lasts from when it is armed; for ever where left out. */
  readonly forMs?: number | undefined
  /** Of the matching requests, which share is hit: 1 where left out. */
  readonly probability?: number | undefined
  /** For the kinds with a status: 500 where left out. */
  readonly status?: number | undefined
  /** The instance's words for a status, in its JSON shape. */
  readonly message?: string | undefined
  readonly detail?: string | undefined
  /** Seconds in a Retry-After header. */
  readonly retryAfter?: number | undefined
  /** For `delay`, `slow-bytes` and `status-then-commit`: 1000 where left out. */
  readonly delayMs?: number | undefined
  /** For `revoke-tokens`: access tokens only, or (left out) all of them. */
  readonly which?: 'access' | 'all' | undefined
}

export type ArmedFault = Fault & {
  readonly id: string
  readonly hits: number
  /** When it is over, in milliseconds; never where undefined. */
  readonly until?: number
}

/** The faults that wait for a request; the first one that matches it happens. */
export class Faults {
  #armed: ArmedFault[] = []
  #next = 1
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = seededRandom(seed)
  }

  add(fault: Fault): string {
    const id = String(this.#next++)
    const { forMs } = fault
    const end = forMs === undefined ? {} : { until: Date.now() + forMs }
    this.#armed.push({ ...fault, ...end, id, hits: 0 })
    return id
  }

  list(): readonly ArmedFault[] {
    this.#dropEnded()
    return this.#armed
  }

  /** Disarms one, or all of them. */
  clear(id?: string): void {
    this.#armed = id === undefined ? [] : this.#armed.filter((fault) => fault.id !== id)
  }

  take(incoming: Incoming, table: string): ArmedFault | null {
    return this.#hit((fault) => isFor(fault.match ?? {}, incoming, table))
  }

  /** Whether a connection that somebody has just opened breaks before anything is asked. */
  breaksConnection(): boolean {
    return this.#hit((fault) => fault.kind === 'tls-error') !== null
  }

  #dropEnded(): void {
    const now = Date.now()
    this.#armed = this.#armed.filter(({ until }) => until === undefined || until > now)
  }

  #hit(matches: (fault: ArmedFault) => boolean): ArmedFault | null {
    if (this.#armed.length === 0) return null
    this.#dropEnded()
    const hit = this.#armed.find(
      (fault) => matches(fault) && this.#random() < (fault.probability ?? 1),
    )
    if (hit === undefined) return null
    const counted = { ...hit, hits: hit.hits + 1 }
    const isSpent = hit.times !== undefined && counted.hits >= hit.times
    this.#armed = isSpent
      ? this.#armed.filter((fault) => fault !== hit)
      : this.#armed.map((fault) => (fault === hit ? counted : fault))
    return counted
  }
}

function isFor(match: Match, incoming: Incoming, table: string): boolean {
  const { method, path, table: wanted, contains } = match
  if (method !== undefined && method.toUpperCase() !== incoming.method) return false
  if (path !== undefined && !incoming.path.startsWith(path)) return false
  if (wanted !== undefined && wanted !== table) return false
  if (contains === undefined) return true
  return incoming.body.includes(contains) || incoming.rawQuery.includes(contains)
}

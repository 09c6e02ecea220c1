import type { Instance, LoggedRequest } from './instance.ts'

/** A write of Lockstep to the table API, as the instance saw it. */
export interface Write {
  readonly id: number
  readonly at: number
  readonly method: string
  readonly sysId: string
  readonly correlationId: string
  readonly fields: Readonly<Record<string, string>>
  /** Filled in when it is known: the log is read while requests are still under way. */
  status: number
  fault: string
  durationMs: number
}

/** A reading of one record or a search for one. */
export interface Look {
  readonly id: number
  readonly at: number
  readonly about: string
  readonly status: number
  readonly fault: string
}

interface Open {
  readonly request: LoggedRequest
  write: Write | null
}

const CONNECTED_USER = 'itil'

/** Follows the request log of the instance, and keeps what is about single tickets. */
export class Tail {
  readonly writes: Write[] = []
  readonly looks: Look[] = []
  /** When access tokens were renewed. */
  readonly refreshes: number[] = []
  mostInFlight = 0
  total = 0
  readonly #instance: Instance
  /** Requests whose end has not been read yet, and the write that each is. */
  readonly #open = new Map<number, Open>()
  #underWay: readonly LoggedRequest[] = []
  #crowd: readonly LoggedRequest[] = []
  #last = 0
  /** The last request that the database of now has never heard of: a backup was put back after it. */
  #forgotten = 0

  readonly #timeoutMs: number

  /** `timeoutMs`: how long Lockstep waits for an answer, and how long a lane lasts. */
  constructor(instance: Instance, timeoutMs: number) {
    this.#instance = instance
    this.#timeoutMs = timeoutMs
  }

  get last(): number {
    return this.#last
  }

  /** What the instance was working on when it had the most to do. */
  get crowd(): string[] {
    return this.#crowd.map(
      ({ at, durationMs, method, path, query, fault, status }) =>
        `${at} +${durationMs} ms ${method} ${path} ${query} ${status} ${fault}`,
    )
  }

  /** A backup was put back: what is under way now holds no lane in it. */
  async backupIsBack(): Promise<void> {
    await this.catchUp()
    this.#forgotten = this.#last
  }

  async catchUp(): Promise<void> {
    const oldest = Math.min(this.#last, ...[...this.#open.keys()].map((id) => id - 1))
    for (const request of await this.#instance.requests(oldest)) {
      if (request.id <= this.#last) this.#finish(request)
      else this.#take(request)
    }
  }

  #take(request: LoggedRequest): void {
    this.#last = request.id
    this.total++
    // A page of a hibernating instance is a 200 too, and no token.
    if (request.path === '/oauth_token.do' && request.status === 200 && request.fault === '') {
      this.refreshes.push(Date.parse(request.at))
    }
    if (!request.path.startsWith('/api/now/')) return
    const open: Open = { request: { ...request }, write: null }
    this.#count(open.request)
    if (!hasEnded(request)) this.#open.set(request.id, open)
    const at = Date.parse(request.at)
    const { id, method, status, fault, durationMs, path } = request
    if (request.table === '') return
    const record = /\/([0-9a-f]{32})$/.exec(path)?.[1] ?? ''
    if (method === 'GET') {
      const about = record || decodeURIComponent(request.query)
      if (record !== '' || /correlation_id=|sys_id=/.test(about)) {
        this.looks.push({ id, at, about, status, fault })
      }
      return
    }
    if (request.user !== CONNECTED_USER && request.user !== '') return
    const fields = parsed(request.body)
    const write: Write = {
      id,
      at,
      method,
      sysId: record || (fields['sys_id'] ?? ''),
      correlationId: fields['correlation_id'] ?? '',
      fields,
      status,
      fault,
      durationMs,
    }
    this.writes.push(write)
    open.write = write
  }

  #count(request: LoggedRequest): void {
    const at = Date.parse(request.at)
    const isUnderWay = (other: LoggedRequest): boolean =>
      !hasEnded(other) || Date.parse(other.at) + other.durationMs >= at
    this.#underWay = [...this.#underWay.filter(isUnderWay), request]
    // Of an answer that was withheld only the socket is left when its caller has gone.
    const isGivenUp = (other: LoggedRequest) => at - Date.parse(other.at) > this.#timeoutMs
    const lanesOfNobody = this.#underWay.filter(
      (other) => other.id <= this.#forgotten || isGivenUp(other),
    )
    const inFlight = request.inFlight - lanesOfNobody.length
    if (inFlight <= this.mostInFlight) return
    this.mostInFlight = inFlight
    this.#crowd = this.#underWay
  }

  #finish(request: LoggedRequest): void {
    const open = this.#open.get(request.id)
    if (open === undefined) return
    const { status, fault, durationMs } = request
    Object.assign(open.request, { status, fault, durationMs })
    if (open.write !== null) Object.assign(open.write, { status, fault, durationMs })
    if (hasEnded(request)) this.#open.delete(request.id)
  }
}

/** A request whose answer was withheld has no status, but took its time. */
function hasEnded({ status, durationMs }: LoggedRequest): boolean {
  return status !== 0 || durationMs > 0
}

function parsed(body: string): Record<string, string> {
  try {
    return JSON.parse(body) as Record<string, string>
  } catch {
    // Cut at the log's own length: what it is about stands in the path.
    return {}
  }
}

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

const CONNECTED_USER = 'itil'
const REMEMBERED = 10

/** Follows the request log of the instance, and keeps what is about single tickets. */
export class Tail {
  readonly writes: Write[] = []
  readonly looks: Look[] = []
  /** When access tokens were renewed. */
  readonly refreshes: number[] = []
  mostInFlight = 0
  /** What the instance was asked last when it had the most to do. */
  crowd: readonly string[] = []
  total = 0
  readonly #instance: Instance
  readonly #open = new Map<number, Write>()
  #last = 0
  #recent: readonly string[] = []

  constructor(instance: Instance) {
    this.#instance = instance
  }

  get last(): number {
    return this.#last
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
    if (request.path === '/oauth_token.do' && request.status === 200) {
      this.refreshes.push(Date.parse(request.at))
    }
    if (!request.path.startsWith('/api/now/')) return
    this.#count(request)
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
    if (status === 0) this.#open.set(id, write)
  }

  #count({ at, inFlight, method, path, query, fault }: LoggedRequest): void {
    this.#recent = [...this.#recent, `${at} ${method} ${path} ${query} ${fault}`].slice(-REMEMBERED)
    if (inFlight <= this.mostInFlight) return
    this.mostInFlight = inFlight
    this.crowd = this.#recent
  }

  #finish({ id, status, fault, durationMs }: LoggedRequest): void {
    const write = this.#open.get(id)
    if (write === undefined) return
    Object.assign(write, { status, fault, durationMs })
    if (status !== 0 || durationMs > 0) this.#open.delete(id)
  }
}

function parsed(body: string): Record<string, string> {
  try {
    return JSON.parse(body) as Record<string, string>
  } catch {
    // Cut at the log's own length: what it is about stands in the path.
    return {}
  }
}

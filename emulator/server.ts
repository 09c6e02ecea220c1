import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

import { refused } from './api/answers.ts'
import { controlApi, type Controls } from './control/control-api.ts'
import { aroundMs, seededRandom } from './control/random.ts'
import { playFault, type FaultWorld, type Outcome } from './control/faulty.ts'
import type { LogEntry } from './control/request-log.ts'
import type { Incoming, Reply } from './http.ts'
import { pass } from './pass.ts'
import { MAX_CONTENT_LENGTH, readRequest } from './read-request.ts'
import { Refusal } from './refusal.ts'
import { QUEUE_FULL, Semaphore } from './semaphore.ts'
import { compressed, send, sendSlowly } from './send.ts'

export interface Serving extends Controls {
  readonly route: (incoming: Incoming) => Reply
  readonly onLogged: (entry: LogEntry) => void
}

/** The HTTP side: reads, logs, plays faults, sends. */
export class WebServer {
  readonly #serving: Serving
  readonly #server: Server
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #semaphore = new Semaphore()
  readonly #random = seededRandom(1)
  #inFlight = 0
  /** What the last request took to be carried out, which is part of its service time. */
  #workMs = 0

  constructor(serving: Serving) {
    this.#serving = serving
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.#handle(request, response).catch(() => response.destroy())
    }
    const { certificate } = serving
    this.#server =
      certificate === null ? createServer(listener) : createSecureServer(certificate, listener)
    this.#server.keepAliveTimeout = 70_000
    this.#server.on('connection', (socket: Socket) => {
      if (serving.faults.breaksConnection()) socket.end(TLS_ALERT)
    })
  }

  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, host, () => {
        const address = this.#server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : port)
      })
    })
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#server.closeAllConnections()
    await closed
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const incoming = await readRequest(
      request,
      this.#serving.certificate === null ? 'http' : 'https',
    )
    if ('tooLarge' in incoming) return send(response, tooLarge(incoming.tooLarge))
    if (incoming.path.startsWith('/__emulator')) {
      const from = request.socket.remoteAddress ?? ''
      return send(response, await controlApi(this.#serving, incoming, from))
    }
    this.#inFlight++
    const entry = this.#log(incoming)
    const startedAt = performance.now()
    try {
      const outcome = await this.#outcome(incoming, entry)
      const { offsetSeconds } = this.#serving.instance.clock
      if (offsetSeconds !== 0) response.setHeader('Date', this.#date())
      entry.status = statusOf(outcome)
      if (outcome === 'drop') request.socket.destroy()
      else if (outcome === 'hang') await once(request.socket, 'close')
      else if ('slowly' in outcome) await sendSlowly(response, outcome.slowly, outcome.overMs)
      else send(response, this.#packed(incoming, outcome))
    } finally {
      this.#inFlight--
      entry.durationMs = Math.round(performance.now() - startedAt)
      this.#serving.onLogged(entry)
    }
  }

  async #outcome(incoming: Incoming, entry: LogEntry): Promise<Outcome> {
    const { instance } = this.#serving
    const { settings } = instance
    if (!isApi(incoming.path)) return this.#played(incoming, entry)
    if (!(await this.#semaphore.enter(settings.threads, settings.queueLength))) return QUEUE_FULL
    try {
      const { serviceTimeMs, serviceTimeSpread } = settings
      if (serviceTimeMs > 0) {
        const wantedMs = aroundMs(serviceTimeMs, serviceTimeSpread, this.#random)
        await pass(wantedMs - Math.min(this.#workMs, wantedMs / 2), this.#inFlight <= FEW)
      }
      return await this.#played(incoming, entry)
    } finally {
      this.#semaphore.leave()
    }
  }

  async #played(incoming: Incoming, entry: LogEntry): Promise<Outcome> {
    const { faults, route, tokens } = this.#serving
    const fault = faults.take(incoming, entry.table)
    if (fault === null) return this.#answer(incoming)
    entry.fault = fault.kind
    const world: FaultWorld = {
      work: () => route(incoming),
      revokeTokens: (which) => tokens.revokeAll(which),
      wait: (ms) => sleep(ms),
      later: (ms, work) => this.#later(ms, work),
    }
    return playFault(fault, world)
  }

  #answer(incoming: Incoming): Reply {
    const startedAt = performance.now()
    const reply = this.#serving.route(incoming)
    this.#workMs = performance.now() - startedAt
    return reply
  }

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      work()
    }, ms)
    this.#timers.add(timer)
  }

  #packed(incoming: Incoming, reply: Reply): Reply {
    return this.#serving.instance.settings.gzip ? compressed(incoming, reply) : reply
  }

  #date(): string {
    return new Date(this.#serving.instance.clock.nowMs()).toUTCString()
  }

  #log(incoming: Incoming): LogEntry {
    const isWrite = isApi(incoming.path) && incoming.method !== 'GET'
    const entry = {
      at: new Date().toISOString(),
      method: incoming.method,
      path: incoming.path,
      query: incoming.rawQuery,
      table: /^\/api\/now(?:\/v[12])?\/table\/([^/]+)/.exec(incoming.path)?.[1] ?? '',
      body: isWrite ? incoming.body.slice(0, 10_000) : '',
      inFlight: this.#inFlight,
      user: isApi(incoming.path) ? this.#serving.userOf(incoming) : '',
      status: 0,
      durationMs: 0,
      fault: '',
    }
    return this.#serving.log.add(entry, this.#serving.instance.settings.logLimit)
  }
}

/** So few requests at once leave a core idle most of the time. */
const FEW = 8

/** What a server says that cannot agree on how to encrypt; to one who speaks plain HTTP it is noise. */
const TLS_ALERT = Buffer.from([0x15, 3, 3, 0, 2, 2, 40])

function statusOf(outcome: Outcome): number {
  if (typeof outcome === 'string') return 0
  return 'slowly' in outcome ? outcome.slowly.status : outcome.status
}

function isApi(path: string): boolean {
  return path.startsWith('/api/')
}

function tooLarge(length: number): Reply {
  const detail = `Rejected large REST payload with content-length = ${length} bytes. Max allowed: ${MAX_CONTENT_LENGTH} bytes.`
  return refused(new Refusal(400, 'Exception while reading request', detail))
}

import type { InstanceAddress } from './address.ts'
import type { Answer, Method } from './answer.ts'
import { classify } from './classify.ts'
import { isServiceNowError, type FailureCode } from './errors.ts'
import type { Request, Sender } from './http.ts'
import { laned } from './laned.ts'
import type { Lanes, Priority } from './limiter.ts'
import type { Session } from './session.ts'

export interface CallOptions {
  readonly priority?: Priority
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  /** Called when the request may go out at once, perhaps twice; what it throws keeps it back. */
  readonly beforeSend?: () => Promise<void>
}

export interface Call extends CallOptions {
  readonly method: Method
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly json?: unknown
  /** The answer may be long: for one record, to pack and unpack costs more than it spares. */
  readonly isLarge?: boolean
}

/** What may be written down about a request: no query values, no bodies, no tokens. */
export interface RequestRecord {
  readonly instance: string
  readonly method: Method
  readonly path: string
  readonly status: number | null
  readonly failure: FailureCode | null
  readonly ms: number
  /** With it an administrator of the instance finds the request in its own logs. */
  readonly transactionId: string | null
}

/** Calls one instance in the name of one integration. Every status but 401 is handed back. */
export interface Caller {
  call(call: Call): Promise<Answer>
}

export interface CallerOptions {
  readonly instance: InstanceAddress
  readonly http: Sender
  readonly lanes: Lanes
  readonly session: Session
  /** Of calls that say nothing of it. */
  readonly timeoutMs?: number
  readonly onRequest?: (record: RequestRecord) => void
}

export function caller(options: CallerOptions): Caller {
  const { instance, session } = options
  return {
    async call(call) {
      const token = await session.accessToken()
      const first = await send(options, call, token)
      if (first.status !== 401) return first
      const renewed = await session.replace(token)
      const second = await send(options, call, renewed)
      if (second.status !== 401) return second
      // An instance that has just issued a token may not know it yet everywhere.
      await session.pause(call.signal)
      const third = await send(options, call, renewed)
      if (third.status !== 401) return third
      const problem = classify(third, call.method, new Date())
      throw await session.giveUp(problem?.instanceMessage ?? `${instance.host} refuses the token`)
    },
  }
}

async function send(options: CallerOptions, call: Call, token: string): Promise<Answer> {
  const { instance, timeoutMs, onRequest } = options
  const timed = timeoutMs === undefined ? call : { timeoutMs, ...call }
  const started = performance.now()
  const record = { instance: instance.origin, method: call.method, path: call.path }
  const sender = laned(options.http, options.lanes, call.priority)
  try {
    const answer = await sender.send(instance, requestOf(timed, token))
    onRequest?.({
      ...record,
      status: answer.status,
      failure: null,
      ms: answer.ms,
      transactionId: answer.headers['x-transaction-id'] ?? null,
    })
    return answer
  } catch (error) {
    const failure = isServiceNowError(error) ? error.code : 'unknown'
    const ms = performance.now() - started
    onRequest?.({ ...record, status: null, failure, ms, transactionId: null })
    throw error
  }
}

function requestOf(call: Call, token: string): Request {
  const { method, path, query, json, isLarge, timeoutMs, signal, beforeSend } = call
  return {
    method,
    path,
    headers: {
      authorization: `Bearer ${token}`,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(isLarge === true ? { 'accept-encoding': 'gzip' } : {}),
    },
    ...(query === undefined ? {} : { query }),
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(signal === undefined ? {} : { signal }),
    ...(beforeSend === undefined ? {} : { beforeSend }),
  }
}

import { gunzip } from 'node:zlib'
import { promisify } from 'node:util'
import { Pool, ProxyAgent, type Dispatcher } from 'undici'
import type { InstanceAddress } from './address.ts'
import { isWrite, type Answer, type Method } from './answer.ts'
import { connector } from './connector.ts'
import { ServiceNowError } from './errors.ts'
import { networkFailure } from './network-failure.ts'

export interface HttpOptions {
  readonly userAgent: string
  readonly connectTimeoutMs?: number
  /** From the first byte sent to the last byte received; also how long a lane is held. */
  readonly timeoutMs?: number
  readonly maxBodyBytes?: number
  /** The proxy through which instances are reached; then the proxy decides what is reachable. */
  readonly proxy?: string
  /** PEM text of the certificate authorities to trust instead of the usual ones. */
  readonly ca?: string
}

export interface Request {
  readonly method: Method
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  /**
   * Called when a lane is held, and perhaps once before that, when one is about to be; what it
   * throws keeps the request from being sent.
   */
  readonly beforeSend?: () => Promise<void>
}

/** Sends one request and brings back the whole answer, whatever its status. */
export interface Sender {
  send(instance: InstanceAddress, request: Request): Promise<Answer>
}

export interface Http extends Sender {
  /** Leaves the requests in flight: whether a write among them took effect is not known. */
  giveUp(): void
  close(): Promise<void>
}

export const DEFAULT_TIMEOUT_MS = 30_000
const MAX_BODY_BYTES = 16 * 1024 * 1024

/**
 * Sockets to instances: no cookies, no redirects, nothing without a limit. As many as there are
 * requests: one that waited for a socket would have a lane whose time runs.
 */
export function createHttp(options: HttpOptions): Http {
  const pools = new Map<string, Dispatcher>()
  const inFlight = new Set<AbortController>()
  let isGivenUp = false
  const maxBodyBytes = options.maxBodyBytes ?? MAX_BODY_BYTES
  return {
    async send(instance, request) {
      const timeoutMs = request.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS
      if (isGivenUp) throw neverSent()
      const started = performance.now()
      // One for each: what is made of signals that live on lives on with them, and costs more.
      const abort = new AbortController()
      const { signal } = request
      const follow = (): void => abort.abort(signal?.reason)
      let timedOut = false
      const timer = setTimeout(() => {
        timedOut = true
        abort.abort()
      }, timeoutMs)
      inFlight.add(abort)
      signal?.addEventListener('abort', follow)
      if (signal?.aborted === true) follow()
      try {
        const response = await poolOf(pools, instance, options).request({
          origin: instance.origin,
          path: pathOf(request),
          method: request.method,
          headers: headersOf(request, options),
          signal: abort.signal,
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
          ...(request.body === undefined ? {} : { body: request.body }),
        })
        const headers = flatten(response.headers)
        const text = await readText(response.body, headers, request.method, maxBodyBytes)
        return { status: response.statusCode, headers, text, ms: performance.now() - started }
      } catch (error) {
        if (error instanceof ServiceNowError) throw error
        throw networkFailure(error, request.method, { timedOut, timeoutMs })
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', follow)
        inFlight.delete(abort)
      }
    },
    giveUp() {
      isGivenUp = true
      for (const request of inFlight) request.abort()
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()))
      pools.clear()
    },
  }
}

function poolOf(
  pools: Map<string, Dispatcher>,
  instance: InstanceAddress,
  options: HttpOptions,
): Dispatcher {
  const key = `${instance.origin} ${instance.isListed}`
  const known = pools.get(key)
  if (known !== undefined) return known
  const pool = options.proxy === undefined ? direct(instance, options) : proxied(options)
  pools.set(key, pool)
  return pool
}

function direct(instance: InstanceAddress, options: HttpOptions): Dispatcher {
  return new Pool(instance.origin, {
    pipelining: 1,
    connect: connector(instance, {
      timeoutMs: options.connectTimeoutMs ?? 10_000,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
    }),
  })
}

function proxied(options: HttpOptions): Dispatcher {
  const tls = options.ca === undefined ? {} : { ca: options.ca }
  return new ProxyAgent({
    uri: options.proxy ?? '',
    allowH2: false,
    requestTls: { ...tls, timeout: options.connectTimeoutMs ?? 10_000 },
    proxyTls: tls,
  })
}

function pathOf(request: Request): string {
  const query = new URLSearchParams(request.query).toString()
  return query === '' ? request.path : `${request.path}?${query}`
}

function headersOf(request: Request, options: HttpOptions): Record<string, string> {
  return {
    accept: 'application/json',
    'user-agent': options.userAgent,
    ...request.headers,
  }
}

function flatten(raw: Readonly<Record<string, string | string[] | undefined>>) {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(raw)) {
    // Cookies are neither kept nor shown: one session's requests are serialised there.
    if (value === undefined || name === 'set-cookie') continue
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
}

const unzip = promisify(gunzip)

async function readText(
  body: AsyncIterable<Buffer>,
  headers: Readonly<Record<string, string>>,
  method: Method,
  maxBodyBytes: number,
): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  // Leaving the loop by an exception destroys the stream and its socket.
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBodyBytes) throw tooLarge(method, maxBodyBytes)
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  if (headers['content-encoding'] !== 'gzip' || size === 0) return bytes.toString('utf8')
  try {
    return (await unzip(bytes, { maxOutputLength: maxBodyBytes })).toString('utf8')
  } catch (error) {
    const isLarge = error instanceof RangeError
    throw isLarge ? tooLarge(method, maxBodyBytes) : error
  }
}

function neverSent(): ServiceNowError {
  const facts = { kind: 'retry', code: 'paused', outcome: 'known' } as const
  return new ServiceNowError('this process is being stopped', facts)
}

function tooLarge(method: Method, maxBodyBytes: number): ServiceNowError {
  return new ServiceNowError(`the answer is larger than ${maxBodyBytes} bytes`, {
    kind: 'unexpected',
    code: 'too_large',
    outcome: isWrite(method) ? 'unknown' : 'known',
  })
}

/** Speaks to the server's REST API. Every failure is an `ApiError` that holds a Problem. */
import type { Problem } from '../../../src/http/contract.ts'

type QueryValue = string | number | boolean | readonly string[] | null | undefined
export type Query = Readonly<Record<string, QueryValue>>

export class ApiError extends Error {
  readonly problem: Problem

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail ?? problem.title, options)
    this.name = 'ApiError'
    this.problem = problem
  }

  get status(): number {
    return this.problem.status
  }

  /** Asking again would be answered the same. */
  get isRefusal(): boolean {
    return this.status >= 400 && this.status < 500 && this.status !== 429
  }
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) =>
    send<T>('GET', path, { ...(query && { query }), ...(signal && { signal }) }),
  post: <T>(path: string, body?: unknown) => send<T>('POST', path, { body }),
  put: <T>(path: string, body: unknown) => send<T>('PUT', path, { body }),
  patch: <T>(path: string, body: unknown) => send<T>('PATCH', path, { body }),
  delete: <T = void>(path: string, query?: Query) =>
    send<T>('DELETE', path, { ...(query && { query }) }),
}

/** `/assets` → `/api/v1/assets?…`; empty values are left out, lists are joined by commas. */
export function apiUrl(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue
    const text = Array.isArray(value) ? value.join(',') : String(value)
    if (text !== '') params.set(name, text)
  }
  const search = params.toString()
  // better-auth is mounted beside the versioned API.
  const base = path.startsWith('/auth/') ? '/api' : '/api/v1'
  return `${base}${path}${search === '' ? '' : `?${search}`}`
}

/** Understands an error's body: a Problem, better-auth's `{ message }`, or anything else. */
export function problemOf(status: number, body: string): Problem {
  const parsed = parseObject(body)
  const detail = parsed['detail'] ?? parsed['message']
  const title = parsed['title']
  if (typeof title === 'string') return { ...parsed, type: String(parsed['type']), title, status }
  return {
    type: 'about:blank',
    title: status >= 500 ? 'Lockstep could not do this' : 'Lockstep refused this',
    status,
    detail: typeof detail === 'string' ? detail : `The server answered ${status}.`,
  }
}

export const UNREACHABLE: Problem = {
  type: 'about:blank',
  title: 'Lockstep does not answer',
  status: 0,
  detail: 'The server could not be reached.',
  remedy: 'Check your network, then try again. Nothing you entered is lost.',
}

interface Options {
  readonly query?: Query
  readonly body?: unknown
  readonly signal?: AbortSignal
}

async function send<T>(method: string, path: string, options: Options): Promise<T> {
  const response = await request(method, path, options)
  if (!response.ok) throw new ApiError(problemOf(response.status, await response.text()))
  const text = await response.text()
  // The type is the contract's: server and page are built from the same schemas.
  return JSON.parse(text === '' ? 'null' : text)
}

async function request(method: string, path: string, options: Options): Promise<Response> {
  const init: RequestInit = { method, credentials: 'same-origin' }
  if (options.signal) init.signal = options.signal
  if (options.body !== undefined) {
    init.headers = { 'content-type': 'application/json' }
    init.body = JSON.stringify(options.body)
  }
  try {
    return await fetch(apiUrl(path, options.query), init)
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw new ApiError(UNREACHABLE, { cause: error })
  }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

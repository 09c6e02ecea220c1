/** An instance to be held against what is known of instances: the emulated one, or a real one. */
export interface Target {
  readonly url: string
  /** The Authorization header of a user who works on incidents. */
  readonly authorization: string
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: unknown
}

export interface Ask {
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type Caller = (path: string, ask?: Ask) => Promise<Answer>

const TIMEOUT_MS = 60_000

export function callerOf({ url, authorization }: Target): Caller {
  return async (path, { method = 'GET', body, headers = {} } = {}) => {
    const response = await fetch(url.replace(/\/$/, '') + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        accept: 'application/json',
        ...(authorization === '' ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: parsed(text) }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What is at the end of a path into an answer; undefined where there is no such thing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined
    current = Object.entries(current).find(([name]) => name === String(step))?.[1]
  }
  return current
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : ''
}

/** A person's browser without the window: keeps cookies of one origin, follows no redirect. */
export interface Visitor {
  readonly origin: string
  get(path: string): Promise<Response>
  post(path: string, form: Readonly<Record<string, string>>): Promise<Response>
  /** JSON there and back; a problem is thrown in its own words. */
  json<T>(method: string, path: string, body?: unknown): Promise<T>
  upload<T>(path: string, bytes: Uint8Array): Promise<T>
}

interface Carried {
  readonly body?: string | URLSearchParams | Uint8Array<ArrayBuffer>
  readonly headers?: Readonly<Record<string, string>>
}

const TIMEOUT_MS = 30_000

export function visitor(origin: string, headers: Readonly<Record<string, string>> = {}): Visitor {
  const cookies = new Map<string, string>()

  async function send(method: string, path: string, init: Carried = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(path, origin), {
      ...init,
      method,
      redirect: 'manual',
      headers: { origin, ...headers, ...(cookie === '' ? {} : { cookie }), ...init.headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }

  async function parsed<T>(response: Response, what: string): Promise<T> {
    const text = await response.text()
    if (!response.ok) throw new Error(`${what} answered ${response.status}: ${text}`)
    // The demo speaks to our own API, whose answers are tested against its schemas.
    return (text === '' ? null : JSON.parse(text)) as T
  }

  return {
    origin,
    get: (path) => send('GET', path),
    post: (path, form) => send('POST', path, { body: new URLSearchParams(form) }),
    async json(method, path, body) {
      const init =
        body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      return parsed(await send(method, path, init), `${method} ${path}`)
    },
    async upload(path, bytes) {
      const body = new Uint8Array(bytes)
      const init = { body, headers: { 'content-type': 'application/octet-stream' } }
      return parsed(await send('POST', path, init), `POST ${path}`)
    },
  }
}

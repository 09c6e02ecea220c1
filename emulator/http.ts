/** A request as the instance sees it, read whole. */
export interface Incoming {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** The query as it was sent: paging links repeat it letter by letter. */
  readonly rawQuery: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
  /** The body as it came, where it may be no text: a file. */
  readonly bytes?: Buffer
  /** What links in answers begin with. */
  readonly origin: string
}

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string | Buffer
}

export function header(incoming: Incoming, name: string): string {
  const value = incoming.headers[name]
  return typeof value === 'string' ? value : (value?.[0] ?? '')
}

export function html(body: string, status = 200): Reply {
  return { status, headers: { 'Content-Type': 'text/html;charset=UTF-8' }, body }
}

export function redirect(location: string): Reply {
  return { status: 302, headers: { Location: location, 'Cache-Control': 'no-store' }, body: '' }
}

export function json(value: unknown, status = 200): Reply {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) }
}

export function cookies(incoming: Incoming): Map<string, string> {
  const pairs = header(incoming, 'cookie')
    .split(';')
    .map((pair) => pair.trim().split('='))
  return new Map(pairs.map(([name = '', ...value]) => [name, value.join('=')]))
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

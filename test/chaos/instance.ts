/** A record as the emulator stores it. */
export type Stored = Readonly<Record<string, string>>

export interface LoggedRequest {
  readonly id: number
  readonly at: string
  readonly method: string
  readonly path: string
  readonly query: string
  readonly table: string
  readonly body: string
  readonly inFlight: number
  readonly user: string
  readonly status: number
  readonly durationMs: number
  readonly fault: string
}

export type Instance = ReturnType<typeof instanceAt>

/** The emulator's own handles, over HTTP and past the network of the storm. */
export function instanceAt(origin: string) {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${origin}/__emulator/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    return JSON.parse(text) as T
  }
  return {
    origin,
    records: async (table: string, query: string) =>
      (await call<{ records: Stored[] }>('GET', `records/${table}?${q(query)}`)).records,
    requests: async (after: number) =>
      (await call<{ requests: LoggedRequest[] }>('GET', `requests?after=${after}`)).requests,
    edit: async (table: string, sysId: string | null, fields: Stored, as: string) => {
      const named = sysId === null ? {} : { sys_id: sysId }
      const edited = { table, ...named, fields, as }
      return (await call<{ record: Stored }>('POST', 'edit', edited)).record
    },
    remove: (table: string, sysId: string) => call('POST', 'remove', { table, sys_id: sysId }),
    hide: (sysId: string, hidden: boolean) => call('POST', 'hide', { sys_id: sysId, hidden }),
    arm: (fault: object) => call('POST', 'faults', fault),
    disarm: () => call('DELETE', 'faults'),
    set: (options: object) => call('PATCH', 'options', options),
    advance: (seconds: number) => call('POST', 'clock', { advance: seconds }),
    revoke: (which: 'access' | 'all') => call('POST', 'revoke', { which }),
  }
}

function q(query: string): string {
  return new URLSearchParams({ query }).toString()
}

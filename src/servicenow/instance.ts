import type { InstanceAddress } from './address.ts'
import { caller, type Caller, type RequestRecord } from './caller.ts'
import { checkConnection, type CheckedTable, type Step } from './check/check.ts'
import { discovery, type Discovery } from './discovery/discovery.ts'
import type { Sender } from './http.ts'
import { knocking, laned } from './laned.ts'
import type { Lanes } from './limiter.ts'
import { oauth, type OAuth } from './oauth.ts'
import { Session, type TokenStore } from './session.ts'
import { tables, type Tables } from './table.ts'

export interface InstanceOptions {
  readonly instance: InstanceAddress
  readonly clientId: string
  readonly clientSecret: string
  readonly http: Sender
  readonly lanes: Lanes
  readonly tokens: TokenStore
  readonly loginDays?: number
  /** How long a call may take, a log-in's requests aside; the usual time unless given. */
  readonly timeoutMs?: number
  readonly onRequest?: (record: RequestRecord) => void
}

/** Everything one integration can do on its instance. Cheap to make; keep it for its tokens. */
export interface Instance {
  readonly address: InstanceAddress
  readonly oauth: OAuth
  readonly session: Session
  readonly caller: Caller
  readonly tables: Tables
  readonly discovery: Discovery
  check(checked: readonly CheckedTable[]): Promise<Step[]>
}

export function connectInstance(options: InstanceOptions): Instance {
  const { instance, clientId, clientSecret, http, lanes, tokens, timeoutMs, onRequest } = options
  const login = oauth({
    instance,
    clientId,
    clientSecret,
    http: laned(http, lanes, 'person'),
    // Less than a session's lease, so that a refresh seldom meets another.
    timeoutMs: 10_000,
    ...(options.loginDays === undefined ? {} : { loginDays: options.loginDays }),
  })
  const session = new Session({ store: tokens, refresh: (token) => login.refresh(token) })
  const calls = caller({
    instance,
    http,
    lanes,
    session,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(onRequest === undefined ? {} : { onRequest }),
  })
  const records = tables(calls)
  const found = discovery(calls, records)
  return {
    address: instance,
    oauth: login,
    session,
    caller: calls,
    tables: records,
    discovery: found,
    check: (checked) =>
      checkConnection(
        {
          instance,
          http: knocking(http, lanes),
          session,
          tables: records,
          discovery: found,
        },
        checked,
      ),
  }
}

import { must } from '../lib/must.ts'
import type { Sealer } from '../lib/seal.ts'
import { parseInstance } from '../servicenow/address.ts'
import type { RequestRecord } from '../servicenow/caller.ts'
import type { Http } from '../servicenow/http.ts'
import { connectInstance, type Instance } from '../servicenow/instance.ts'
import type { Lanes } from '../servicenow/limiter.ts'
import type { Database } from '../store/database.ts'
import { CLIENT_SECRET, integrations } from '../store/integration.ts'
import { tokenStore } from '../store/token.ts'

/** The way to instances, each in the name of one integration. */
export interface Reach {
  open(integrationId: number): Promise<Instance>
  /** After a log-in or a removal: what this process remembers of the tokens is out of date. */
  forget(integrationId: number): void
}

export interface ReachOptions {
  readonly database: Database
  readonly sealer: Sealer
  readonly http: Http
  readonly lanes: Lanes
  /** How long a request may take; the usual time unless given. */
  readonly timeoutMs?: number
  readonly allowedInstances: readonly string[]
  readonly onRequest?: (record: RequestRecord) => void
}

interface Opened {
  readonly instance: Instance
  readonly sealed: string
  readonly clientId: string
  readonly loginDays: number
  readonly checkedAt: number
}

/** Another process may have replaced the client's id or secret: no older copy is used. */
const TRUSTED_MS = 1_000

/** Credentials are unsealed here and go nowhere else. */
export function reach(options: ReachOptions): Reach {
  const { database, sealer, http, lanes, allowedInstances, timeoutMs, onRequest } = options
  const opened = new Map<number, Opened>()
  return {
    async open(integrationId) {
      const known = opened.get(integrationId)
      if (known !== undefined && performance.now() - known.checkedAt < TRUSTED_MS) {
        return known.instance
      }
      const { origin, clientId, sealed, loginDays } = must(
        await integrations(database.kysely).credentials(integrationId),
        `integration ${integrationId}`,
      )
      const checkedAt = performance.now()
      const isSame = known?.sealed === sealed && known.clientId === clientId
      if (isSame && known.loginDays === loginDays) {
        opened.set(integrationId, { ...known, checkedAt })
        return known.instance
      }
      const instance = connectInstance({
        instance: parseInstance(origin, allowedInstances),
        clientId,
        clientSecret: sealer.open(sealed, { purpose: CLIENT_SECRET, row: integrationId }),
        http,
        lanes,
        tokens: tokenStore(database, sealer, integrationId),
        loginDays,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
        ...(onRequest === undefined ? {} : { onRequest }),
      })
      opened.set(integrationId, { instance, sealed, clientId, loginDays, checkedAt })
      return instance
    },
    forget(integrationId) {
      opened.get(integrationId)?.instance.session.forget()
      opened.delete(integrationId)
    },
  }
}

import { must } from '../lib/must.ts'
import type { Sealer } from '../lib/seal.ts'
import { parseInstance, type InstanceAddress } from '../servicenow/address.ts'
import { caller, type Caller, type RequestRecord } from '../servicenow/caller.ts'
import type { Http } from '../servicenow/http.ts'
import { laned } from '../servicenow/laned.ts'
import type { Lanes } from '../servicenow/limiter.ts'
import { oauth, type OAuth } from '../servicenow/oauth.ts'
import { Session } from '../servicenow/session.ts'
import { tables, type Tables } from '../servicenow/table.ts'
import type { Database } from '../store/database.ts'
import { CLIENT_SECRET, integrations } from '../store/integration.ts'
import { tokenStore } from '../store/token.ts'

/** The way to one instance in the name of one integration. */
export interface Reached {
  readonly integrationId: number
  readonly instance: InstanceAddress
  readonly caller: Caller
  readonly session: Session
  readonly tables: Tables
}

export interface Reach {
  /** Cheap after the first time; credentials and tokens are read anew whenever they are needed. */
  open(integrationId: number): Promise<Reached>
  oauth(integrationId: number): Promise<OAuth>
  /** After a log-in or a removal: what this process remembers of the tokens is out of date. */
  forget(integrationId: number): void
}

export interface ReachOptions {
  readonly database: Database
  readonly sealer: Sealer
  readonly http: Http
  readonly lanes: Lanes
  readonly allowedInstances: readonly string[]
  readonly onRequest?: (record: RequestRecord) => void
}

/** Opens the way to instances: credentials are unsealed here and go nowhere else. */
export function reach(options: ReachOptions): Reach {
  const { database, sealer, http, lanes, allowedInstances, onRequest } = options
  const opened = new Map<number, Reached>()

  async function credentials(integrationId: number) {
    const row = must(
      await integrations(database.kysely).credentials(integrationId),
      `integration ${integrationId}`,
    )
    const instance = parseInstance(row.origin, allowedInstances)
    const context = { purpose: CLIENT_SECRET, row: integrationId }
    return { instance, clientId: row.clientId, clientSecret: sealer.open(row.sealed, context) }
  }

  async function oauthOf(integrationId: number): Promise<OAuth> {
    return oauth({ ...(await credentials(integrationId)), http: laned(http, lanes, 'person') })
  }

  return {
    async open(integrationId) {
      const known = opened.get(integrationId)
      if (known !== undefined) return known
      const { instance } = await credentials(integrationId)
      const session = new Session({
        store: tokenStore(database, sealer, integrationId),
        // The secret may have been replaced since: it is read for each refresh.
        refresh: async (token) => (await oauthOf(integrationId)).refresh(token),
      })
      const call = caller({
        instance,
        http,
        lanes,
        session,
        ...(onRequest === undefined ? {} : { onRequest }),
      })
      const reached = { integrationId, instance, caller: call, session, tables: tables(call) }
      opened.set(integrationId, reached)
      return reached
    },
    oauth: oauthOf,
    forget(integrationId) {
      opened.get(integrationId)?.session.forget()
      opened.delete(integrationId)
    },
  }
}

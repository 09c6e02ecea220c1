import type { Executor } from './database.ts'

export interface OauthLogin {
  readonly stateHash: string
  readonly sessionId: string
  readonly integrationId: number
  readonly verifierSealed: string
  readonly redirectUri: string
  readonly expiresAt: Date
}

export type Taken =
  | { readonly kind: 'taken'; readonly login: OauthLogin }
  | { readonly kind: 'unknown' | 'used' | 'expired' | 'other_session' }

/** Log-ins that are under way at an instance. A state works once. */
export function oauthLogins(db: Executor) {
  return {
    async begin(login: OauthLogin): Promise<void> {
      await db
        .deleteFrom('oauth_login')
        .where('expires_at', '<', new Date(Date.now() - DAY_MS))
        .execute()
      await db
        .insertInto('oauth_login')
        .values({
          state_hash: login.stateHash,
          session_id: login.sessionId,
          integration_id: login.integrationId,
          verifier_sealed: login.verifierSealed,
          redirect_uri: login.redirectUri,
          expires_at: login.expiresAt,
        })
        .execute()
    },

    async take(stateHash: string, sessionId: string, now: Date): Promise<Taken> {
      const row = await db
        .selectFrom('oauth_login')
        .select([
          'session_id',
          'integration_id',
          'verifier_sealed',
          'redirect_uri',
          'expires_at',
          'used_at',
        ])
        .where('state_hash', '=', stateHash)
        .forUpdate()
        .executeTakeFirst()
      if (row === undefined) return { kind: 'unknown' }
      if (row.session_id !== sessionId) return { kind: 'other_session' }
      if (row.used_at !== null) return { kind: 'used' }
      if (row.expires_at <= now) return { kind: 'expired' }
      await db
        .updateTable('oauth_login')
        .set({ used_at: now })
        .where('state_hash', '=', stateHash)
        .execute()
      return {
        kind: 'taken',
        login: {
          stateHash,
          sessionId,
          integrationId: row.integration_id,
          verifierSealed: row.verifier_sealed,
          redirectUri: row.redirect_uri,
          expiresAt: row.expires_at,
        },
      }
    },
  }
}

const DAY_MS = 86_400_000

import { must } from '../lib/must.ts'
import type { Sealer } from '../lib/seal.ts'
import type { Database } from './database.ts'

interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string | null
  readonly expiresAt: Date
  readonly refreshExpiresAt: Date | null
}

interface TokenRow {
  readonly access: string | null
  readonly refresh: string | null
  readonly expiresAt: Date | null
  readonly refreshExpiresAt: Date | null
  readonly version: number
  readonly refusal: string | null
}

/** What each sealed column is sealed for: a value copied into another column does not open. */
export const ACCESS_TOKEN = 'access token'
export const REFRESH_TOKEN = 'refresh token'

/** The tokens of one integration, sealed at rest. Each version is followed by exactly one other. */
export function tokenStore({ pool }: Pick<Database, 'pool'>, seal: Sealer, integrationId: number) {
  const id = integrationId
  const open = (sealed: string | null, purpose: string) =>
    sealed === null ? null : seal.open(sealed, { purpose, row: id })

  return {
    async read() {
      const { rows } = await pool.query<TokenRow>({
        name: 'token_read',
        text: `select access_token_sealed as access, refresh_token_sealed as refresh,
                 access_expires_at as "expiresAt", refresh_expires_at as "refreshExpiresAt",
                 token_version as version,
                 case when state in ('login_again', 'removed') then coalesce(state_reason, state)
                 end as refusal
               from integration where id = $1`,
        values: [id],
      })
      const { access, refresh, ...row } = must(rows[0], `integration ${id}`)
      const accessToken = open(access, ACCESS_TOKEN)
      return { ...row, accessToken, refreshToken: open(refresh, REFRESH_TOKEN) }
    },

    async tryLease(leaseMs: number, version: number): Promise<number | null> {
      const { rows } = await pool.query<{ fence: number }>(
        `update integration
         set refresh_lease_until = now() + $2 * interval '1 ms', refresh_fence = refresh_fence + 1
         where id = $1 and token_version = $3 and state in ('new', 'connected')
           and (refresh_lease_until is null or refresh_lease_until <= now())
         returning refresh_fence as fence`,
        [id, leaseMs, version],
      )
      return rows[0]?.fence ?? null
    },

    /** Null for a refresh token or its end leaves what is there. */
    async save(tokens: Tokens, version: number): Promise<boolean> {
      const access = seal.seal(tokens.accessToken, { purpose: ACCESS_TOKEN, row: id })
      const refresh =
        tokens.refreshToken === null
          ? null
          : seal.seal(tokens.refreshToken, { purpose: REFRESH_TOKEN, row: id })
      const { rowCount } = await pool.query(
        `update integration
         set access_token_sealed = $3, refresh_token_sealed = coalesce($4, refresh_token_sealed),
           access_expires_at = $5, refresh_expires_at = coalesce($6, refresh_expires_at),
           warned_days = case when $6::timestamptz is null then warned_days end,
           token_version = token_version + 1, refresh_lease_until = null, updated_at = now()
         where id = $1 and token_version = $2 and state in ('new', 'connected')`,
        [id, version, access, refresh, tokens.expiresAt, tokens.refreshExpiresAt],
      )
      return rowCount === 1
    },

    async giveBack(fence: number): Promise<void> {
      await pool.query(
        `update integration set refresh_lease_until = null where id = $1 and refresh_fence = $2`,
        [id, fence],
      )
    },

    /** A log-in that happened meanwhile has another version: it is not undone. */
    async refused(reason: string, version: number): Promise<void> {
      await pool.query(
        `update integration set state = 'login_again', state_reason = $2, updated_at = now()
         where id = $1 and token_version = $3 and state in ('new', 'connected')`,
        [id, reason, version],
      )
    },

    /** A person has logged in: whatever a refresh under way brings is out of date from here on. */
    async connect(tokens: Tokens): Promise<void> {
      const access = seal.seal(tokens.accessToken, { purpose: ACCESS_TOKEN, row: id })
      const refresh =
        tokens.refreshToken === null
          ? null
          : seal.seal(tokens.refreshToken, { purpose: REFRESH_TOKEN, row: id })
      await pool.query(
        `update integration
         set access_token_sealed = $2, refresh_token_sealed = $3, access_expires_at = $4,
           refresh_expires_at = $5, warned_days = null, token_version = token_version + 1,
           refresh_fence = refresh_fence + 1, refresh_lease_until = null,
           state = 'connected', state_reason = null, connected_at = now(), updated_at = now()
         where id = $1 and state <> 'removed'`,
        [id, access, refresh, tokens.expiresAt, tokens.refreshExpiresAt],
      )
    },
  }
}

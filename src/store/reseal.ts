import type { Sealer } from '../lib/seal.ts'
import type { Database } from './database.ts'
import { CLIENT_SECRET } from './integration.ts'
import { ACCESS_TOKEN, REFRESH_TOKEN } from './token.ts'

/** What is sealed for good; a log-in under way is over before anybody could seal it anew. */
const SEALED = {
  client_secret_sealed: CLIENT_SECRET,
  access_token_sealed: ACCESS_TOKEN,
  refresh_token_sealed: REFRESH_TOKEN,
} as const

/**
 * Seals with the first key what an older one sealed, and returns how many values that were. One
 * that changes meanwhile is sealed with the first key by whoever changes it.
 */
export async function sealAnew({ pool }: Pick<Database, 'pool'>, seal: Sealer): Promise<number> {
  let count = 0
  for (const [column, purpose] of Object.entries(SEALED)) {
    const { rows } = await pool.query<{ id: number; sealed: string }>(
      `select id, ${column} as sealed from integration where ${column} <> ''`,
    )
    for (const { id, sealed } of rows) {
      if (!seal.isStale(sealed)) continue
      const context = { purpose, row: id }
      const { rowCount } = await pool.query(
        `update integration set ${column} = $3 where id = $1 and ${column} = $2`,
        [id, sealed, seal.seal(seal.open(sealed, context), context)],
      )
      count += rowCount ?? 0
    }
  }
  return count
}

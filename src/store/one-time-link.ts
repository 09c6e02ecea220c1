import { createHash, randomBytes } from 'node:crypto'
import type { Executor, Tx } from './database.ts'
import type { LinkPurpose } from './people-schema.ts'

export interface Link {
  readonly purpose: LinkPurpose
  readonly userId: string | null
}

/** Links that let a person in once. Only a hash of the token is kept. */
export function oneTimeLinks(db: Executor | Tx) {
  return {
    /** Replaces the person's earlier ones, or the earlier one for setup; returns the new token. */
    async issue(link: Link, expiresAt: Date): Promise<string> {
      const { purpose, userId } = link
      await db
        .deleteFrom('one_time_link')
        .where((eb) => (userId === null ? eb('purpose', '=', purpose) : eb('user_id', '=', userId)))
        .where('used_at', 'is', null)
        .execute()
      const token = randomBytes(32).toString('base64url')
      await db
        .insertInto('one_time_link')
        .values({ token_hash: hashOf(token), purpose, user_id: userId, expires_at: expiresAt })
        .execute()
      return token
    },

    async find(token: string, now: Date): Promise<Link | null> {
      const row = await db
        .selectFrom('one_time_link')
        .select(['purpose', 'user_id'])
        .where('token_hash', '=', hashOf(token))
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return row === undefined ? null : { purpose: row.purpose, userId: row.user_id }
    },

    /** Uses the link up; null if it was never good or is not any more. Of two at once, one wins. */
    async use(token: string, now: Date): Promise<Link | null> {
      const row = await db
        .updateTable('one_time_link')
        .set({ used_at: now })
        .where('token_hash', '=', hashOf(token))
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .returning(['purpose', 'user_id'])
        .executeTakeFirst()
      return row === undefined ? null : { purpose: row.purpose, userId: row.user_id }
    },
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

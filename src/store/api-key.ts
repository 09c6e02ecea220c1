import { z } from 'zod'
import type { Role } from '../vulnerability/role.ts'
import { ROLES } from '../vulnerability/role.ts'
import type { Executor } from './database.ts'

/** What we keep with a key; better-auth stores it as text. */
const Metadata = z.object({ role: z.enum(ROLES) })

export interface ApiKeyRow {
  readonly id: string
  readonly name: string
  readonly start: string
  readonly role: Role
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
}

/** A person's API keys. better-auth makes and checks them; only their hashes are stored. */
export function apiKeys(db: Executor) {
  return {
    async list(userId: string): Promise<ApiKeyRow[]> {
      const rows = await db
        .selectFrom('apikey')
        .select(['id', 'name', 'start', 'createdAt', 'expiresAt', 'lastRequest', 'metadata'])
        .where('referenceId', '=', userId)
        .orderBy('createdAt')
        .limit(1_000)
        .execute()
      return rows.map(({ id, name, start, createdAt, expiresAt, lastRequest, metadata }) => ({
        id,
        name: name ?? '',
        start: start ?? '',
        role: roleOfKey(metadata),
        createdAt,
        expiresAt,
        lastUsedAt: lastRequest,
      }))
    },

    /** Returns the name of the key that was removed; null if the person has no such key. */
    async remove(userId: string, id: string): Promise<string | null> {
      const row = await db
        .deleteFrom('apikey')
        .where('referenceId', '=', userId)
        .where('id', '=', id)
        .returning('name')
        .executeTakeFirst()
      return row === undefined ? null : (row.name ?? '')
    },
  }
}

/** A key whose role can't be read may only look. */
export function roleOfKey(metadata: unknown): Role {
  const value = typeof metadata === 'string' ? parse(metadata) : metadata
  const read = Metadata.safeParse(value)
  return read.success ? read.data.role : 'VIEWER'
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

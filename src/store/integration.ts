import type { Executor } from './database.ts'

/** What the sealed column is sealed for: a value copied into another column does not open. */
export const CLIENT_SECRET = 'client secret'

export interface Credentials {
  readonly origin: string
  readonly clientId: string
  readonly sealed: string
}

export function integrations(db: Executor) {
  return {
    async credentials(id: number): Promise<Credentials | null> {
      const row = await db
        .selectFrom('integration as i')
        .innerJoin('instance as n', 'n.id', 'i.instance_id')
        .select(['n.origin', 'i.client_id as clientId', 'i.client_secret_sealed as sealed'])
        .where('i.id', '=', id)
        .executeTakeFirst()
      return row ?? null
    },
  }
}

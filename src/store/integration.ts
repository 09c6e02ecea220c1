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

/** The integration that a vulnerability's asset is paired through. */
export async function integrationOf(db: Executor, vulnerabilityId: number): Promise<number | null> {
  const row = await db
    .selectFrom('vulnerability as v')
    .innerJoin('pairing as p', (join) =>
      join.onRef('p.asset_id', '=', 'v.asset_id').on('p.removed_at', 'is', null),
    )
    .select('p.integration_id as id')
    .where('v.id', '=', vulnerabilityId)
    .executeTakeFirst()
  return row?.id ?? null
}

/** Whether there is anything that needs the sealing key. */
export async function hasSealed(db: Executor): Promise<boolean> {
  const row = await db
    .selectFrom('integration')
    .select('id')
    .where('client_secret_sealed', '<>', '')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

import { sql } from 'kysely'
import type { Severity } from '../vulnerability/severity.ts'
import type { Executor } from './database.ts'

export interface Policy {
  readonly send: boolean
  readonly sendSeverities: readonly Severity[]
  readonly createAsIdentified: boolean
}

/** What becomes a ticket by itself. An asset without a policy of its own has the general one. */
export function policies(db: Executor) {
  const columns = db
    .selectFrom('policy')
    .select(['send', 'send_severities as sendSeverities'])
    .select('create_as_identified as createAsIdentified')

  return {
    async general(): Promise<Policy> {
      return columns.where('asset_id', 'is', null).executeTakeFirstOrThrow()
    },

    async ofAsset(assetId: number): Promise<Policy> {
      return columns
        .where((eb) => eb.or([eb('asset_id', '=', assetId), eb('asset_id', 'is', null)]))
        .orderBy('asset_id', (order) => order.asc().nullsLast())
        .limit(1)
        .executeTakeFirstOrThrow()
    },

    /** Null: the general one holds for it. */
    async own(assetId: number): Promise<Policy | null> {
      return (await columns.where('asset_id', '=', assetId).executeTakeFirst()) ?? null
    },

    async setOwn(assetId: number, policy: Policy): Promise<void> {
      const row = rowOf(policy)
      await db
        .insertInto('policy')
        .values({ asset_id: assetId, ...row })
        .onConflict((conflict) => conflict.column('asset_id').doUpdateSet(row))
        .execute()
    },

    async removeOwn(assetId: number): Promise<void> {
      await db.deleteFrom('policy').where('asset_id', '=', assetId).execute()
    },

    async setGeneral(policy: Policy): Promise<void> {
      await db.updateTable('policy').set(rowOf(policy)).where('asset_id', 'is', null).execute()
    },
  }
}

function rowOf({ send, sendSeverities, createAsIdentified }: Policy) {
  return {
    send,
    send_severities: [...sendSeverities],
    create_as_identified: createAsIdentified,
    updated_at: sql<Date>`now()`,
  }
}

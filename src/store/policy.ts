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
  const general = db
    .selectFrom('policy')
    .select(['send', 'send_severities as sendSeverities'])
    .select('create_as_identified as createAsIdentified')

  return {
    async general(): Promise<Policy> {
      return general.where('asset_id', 'is', null).executeTakeFirstOrThrow()
    },

    async ofAsset(assetId: number): Promise<Policy> {
      return general
        .where((eb) => eb.or([eb('asset_id', '=', assetId), eb('asset_id', 'is', null)]))
        .orderBy('asset_id', (order) => order.asc().nullsLast())
        .limit(1)
        .executeTakeFirstOrThrow()
    },

    async setGeneral(policy: Policy): Promise<void> {
      await db
        .updateTable('policy')
        .set({
          send: policy.send,
          send_severities: [...policy.sendSeverities],
          create_as_identified: policy.createAsIdentified,
          updated_at: sql`now()`,
        })
        .where('asset_id', 'is', null)
        .execute()
    },
  }
}

import type { RawBuilder } from 'kysely'
import type { Executor } from './database.ts'

/** The one row that says which installation this is; made when first asked for. */
export function installation(db: Executor) {
  return {
    async read() {
      await db
        .insertInto('installation')
        .values({ place: null, creating_stopped: null, sealing_key_id: null })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      return db
        .selectFrom('installation')
        .select(['id', 'place', 'creating_stopped', 'sealing_key_id', 'created_at'])
        .executeTakeFirstOrThrow()
    },

    async update(changes: {
      place?: string
      creating_stopped?: string | null
      sealing_key_id?: string
      recovered_at?: RawBuilder<Date>
    }): Promise<void> {
      await db.updateTable('installation').set(changes).execute()
    },
  }
}

import { sql } from 'kysely'
import type { Executor } from './database.ts'

/** What the sealed column is sealed for: a value copied into another column does not open. */
export const CLIENT_SECRET = 'client secret'

export interface Credentials {
  readonly origin: string
  readonly clientId: string
  readonly sealed: string
  readonly loginDays: number
}

export interface NewIntegrationRow {
  readonly instanceId: number
  readonly name: string
  readonly clientId: string
}

export interface IntegrationChanges {
  readonly name?: string | undefined
  readonly client_id?: string | undefined
  readonly client_secret_sealed?: string | undefined
  readonly poll_seconds?: number | undefined
}

export function integrations(db: Executor) {
  const rows = () =>
    db
      .selectFrom('integration as i')
      .innerJoin('instance as n', 'n.id', 'i.instance_id')
      .where('i.state', '<>', 'removed')
      .select([
        'i.id',
        'i.instance_id',
        'i.name',
        'i.client_id',
        'i.client_secret_sealed',
        'i.state',
        'i.state_reason',
        'i.connected_user',
        'i.connected_at',
        'i.refresh_expires_at',
        'i.poll_seconds',
        'i.login_days',
        'n.origin',
        'n.creating_stopped',
        (eb) =>
          eb
            .selectFrom('pairing as p')
            .whereRef('p.integration_id', '=', 'i.id')
            .where('p.removed_at', 'is', null)
            .select((count) => count.fn.countAll<number>().as('count'))
            .as('pairings'),
      ])
  return {
    list: () => rows().orderBy('i.id').execute(),

    async read(id: number) {
      return (await rows().where('i.id', '=', id).executeTakeFirst()) ?? null
    },

    async credentials(id: number): Promise<Credentials | null> {
      const row = await db
        .selectFrom('integration as i')
        .innerJoin('instance as n', 'n.id', 'i.instance_id')
        .select(['n.origin', 'i.client_id as clientId', 'i.client_secret_sealed as sealed'])
        .select('i.login_days as loginDays')
        .where('i.id', '=', id)
        .executeTakeFirst()
      return row ?? null
    },

    /** One row for each place in the world: the identity of its tickets. */
    async instanceAt(origin: string): Promise<number> {
      const { id } = await db
        .insertInto('instance')
        .values({ origin, creating_stopped: null })
        .onConflict((conflict) => conflict.column('origin').doUpdateSet({ origin }))
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    },

    async isNameTaken(name: string, exceptId = 0): Promise<boolean> {
      const row = await db
        .selectFrom('integration')
        .select('id')
        .where('name', '=', name)
        .where('state', '<>', 'removed')
        .where('id', '<>', exceptId)
        .executeTakeFirst()
      return row !== undefined
    },

    async add(row: NewIntegrationRow): Promise<number> {
      const { id } = await db
        .insertInto('integration')
        .values({
          instance_id: row.instanceId,
          name: row.name,
          client_id: row.clientId,
          // Sealed for its own row, whose number is known only now.
          client_secret_sealed: '',
          access_token_sealed: null,
          refresh_token_sealed: null,
          state_reason: null,
          connected_user: null,
          warned_days: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    },

    async change(id: number, changes: IntegrationChanges): Promise<void> {
      const given = Object.entries(changes).filter(([, value]) => value !== undefined)
      await db
        .updateTable('integration')
        .set({ ...Object.fromEntries(given), updated_at: new Date() })
        .where('id', '=', id)
        .execute()
    },

    /** Another life of log-ins moves the end of the present one, and it is warned of anew. */
    async setLoginDays(id: number, days: number): Promise<void> {
      await sql`
        update integration set login_days = ${days}, warned_days = null, updated_at = now(),
          refresh_expires_at = refresh_expires_at + (${days} - login_days) * interval '1 day'
        where id = ${id} and login_days <> ${days}`.execute(db)
    },

    async setUser(id: number, user: string | null): Promise<void> {
      await db
        .updateTable('integration')
        .set({ connected_user: user })
        .where('id', '=', id)
        .execute()
    },

    /** Its name becomes free; its secrets and tokens are gone. */
    async remove(id: number): Promise<void> {
      await db
        .updateTable('integration')
        .set({
          state: 'removed',
          state_reason: null,
          client_secret_sealed: '',
          access_token_sealed: null,
          refresh_token_sealed: null,
          access_expires_at: null,
          refresh_expires_at: null,
          updated_at: new Date(),
        })
        .where('id', '=', id)
        .execute()
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

export async function instanceIdOf(db: Executor, origin: string): Promise<number | null> {
  const row = await db
    .selectFrom('instance')
    .select('id')
    .where('origin', '=', origin)
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

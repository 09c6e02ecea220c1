import { sql } from 'kysely'
import type { Mapping } from '../connection/mapping.ts'
import type { Severity } from '../vulnerability/severity.ts'
import { OPEN_STATUSES } from '../vulnerability/status.ts'
import type { Executor } from './database.ts'

export interface NewPairing {
  readonly integrationId: number
  readonly assetId: number
  readonly table: string
  readonly tableLabel: string
  readonly mapping: Mapping
}

export interface Progress {
  readonly wanted: number
  readonly sent: number
  readonly held: number
  readonly refused: number
  readonly unsure: number
}

/** Assets and the tables their vulnerabilities go to. Removed ones stay, for their tickets. */
export function pairings(db: Executor) {
  const rows = () =>
    db
      .selectFrom('pairing as p')
      .innerJoin('asset as a', 'a.id', 'p.asset_id')
      .innerJoin('mapping as m', 'm.id', 'p.mapping_id')
      .innerJoin('integration as i', 'i.id', 'p.integration_id')
      .where('p.removed_at', 'is', null)
      .select([
        'p.id',
        'p.integration_id',
        'i.instance_id',
        'p.asset_id',
        'a.name as asset_name',
        'p.table_name',
        'p.table_label',
        'p.mapping_id',
        'm.content as mapping',
        'p.created_at',
        'p.updated_at',
      ])

  async function keep(mapping: Mapping): Promise<number> {
    const { id } = await db
      .insertInto('mapping')
      .values({ content: JSON.stringify(mapping) })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  }

  return {
    list: (integrationId: number) =>
      rows().where('p.integration_id', '=', integrationId).orderBy('a.name').execute(),

    async read(id: number) {
      return (await rows().where('p.id', '=', id).executeTakeFirst()) ?? null
    },

    async ofAsset(assetId: number) {
      return (await rows().where('p.asset_id', '=', assetId).executeTakeFirst()) ?? null
    },

    /** The database refuses an asset that has a project already. */
    async add(pairing: NewPairing): Promise<number> {
      const { id } = await db
        .insertInto('pairing')
        .values({
          integration_id: pairing.integrationId,
          asset_id: pairing.assetId,
          table_name: pairing.table,
          table_label: pairing.tableLabel,
          mapping_id: await keep(pairing.mapping),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    },

    async changeMapping(id: number, mapping: Mapping): Promise<void> {
      await db
        .updateTable('pairing')
        .set({ mapping_id: await keep(mapping), updated_at: sql`now()` })
        .where('id', '=', id)
        .execute()
    },

    async remove(id: number): Promise<void> {
      await db
        .updateTable('pairing')
        .set({ removed_at: sql`now()` })
        .where('id', '=', id)
        .execute()
    },

    async removeOfIntegration(integrationId: number): Promise<number> {
      const { numUpdatedRows } = await db
        .updateTable('pairing')
        .set({ removed_at: sql`now()` })
        .where('integration_id', '=', integrationId)
        .where('removed_at', 'is', null)
        .executeTakeFirst()
      return Number(numUpdatedRows)
    },

    /** Open vulnerabilities of an asset that have no living ticket, by severity. */
    async waiting(assetId: number): Promise<Partial<Record<Severity, number>>> {
      const counted = await withoutTicket(db, assetId)
        .select(['v.severity', (eb) => eb.fn.countAll<number>().as('count')])
        .groupBy('v.severity')
        .execute()
      return Object.fromEntries(counted.map((row) => [row.severity, row.count]))
    },

    /** Holds what has no ticket yet, but for `severities`; returns who is to be looked at. */
    async hold(assetId: number, send: readonly Severity[]): Promise<number[]> {
      const held = await db
        .updateTable('vulnerability')
        .set({ held: sql<boolean>`not (severity = any(${send}))`, held_import_id: null })
        .where('id', 'in', withoutTicket(db, assetId).select('v.id'))
        .returning('id')
        .execute()
      return held.map((row) => row.id).toSorted((a, b) => a - b)
    },

    /** Answers the question for what is held: these severities go out. */
    async release(assetId: number, severities: readonly Severity[]): Promise<number[]> {
      const released = await db
        .updateTable('vulnerability')
        .set({ held: false, held_import_id: null })
        .where('asset_id', '=', assetId)
        .where('held', '=', true)
        .where(sql<boolean>`severity = any(${severities})`)
        .returning('id')
        .execute()
      return released.map((row) => row.id).toSorted((a, b) => a - b)
    },

    /** Whose ticket may change when the mapping does: all that have one or may have, and all refused. */
    async affected(assetId: number): Promise<number[]> {
      const found = await db
        .selectFrom('vulnerability as v')
        .leftJoin('ticket as t', (join) =>
          join.onRef('t.vulnerability_id', '=', 'v.id').on('t.is_current', '=', true),
        )
        .select('v.id')
        .where('v.asset_id', '=', assetId)
        .where('v.archived_at', 'is', null)
        .where((eb) =>
          eb.or([
            eb('t.id', 'is not', null),
            eb('v.sending', 'in', ['refused', 'none', 'held']),
            eb.exists(
              eb
                .selectFrom('attempt as a')
                .whereRef('a.vulnerability_id', '=', 'v.id')
                .where('a.outcome', 'in', ['open', 'unknown']),
            ),
          ]),
        )
        .orderBy('v.id')
        .execute()
      return found.map((row) => row.id)
    },

    async withoutLivingTicket(ids: readonly number[]): Promise<number[]> {
      const { rows: found } = await sql<{ id: number }>`
        select v.id from unnest(${ids}::bigint[]) as v (id)
        where not exists (select from ticket t
          where t.vulnerability_id = v.id and t.is_current and t.condition = 'living')
        order by v.id`.execute(db)
      return found.map((row) => row.id)
    },

    /** Living tickets whose state or severity fields `mapping` would change. */
    async wouldChange(assetId: number, mapping: Mapping): Promise<number> {
      return (await changedBy(db, assetId, mapping)).length
    },

    /**
     * Voids what was agreed where `mapping` leads the same status to another state: the next look
     * moves those tickets as if the status had just changed.
     */
    async voidAgreements(assetId: number, mapping: Mapping): Promise<void> {
      const ids = (await changedBy(db, assetId, mapping)).filter((row) => row.moves)
      await sql`
        update ticket set agreed_status = 'CREATED'
        where id = any(${ids.map((row) => row.id)}::bigint[])`.execute(db)
    },

    async progress(assetIds: readonly number[]): Promise<ReadonlyMap<number, Progress>> {
      if (assetIds.length === 0) return new Map()
      const count = (condition: ReturnType<typeof sql<boolean>>) =>
        sql<number>`count(*) filter (where ${condition})::int`
      const counted = await db
        .selectFrom('vulnerability as v')
        .where('v.asset_id', 'in', assetIds)
        .where('v.archived_at', 'is', null)
        .where('v.sending', '<>', 'excluded')
        .groupBy('v.asset_id')
        .select([
          'v.asset_id',
          count(sql`v.sending = 'sent' or v.status = any(${OPEN_STATUSES}) and not v.held`).as(
            'wanted',
          ),
          count(sql`v.sending = 'sent'`).as('sent'),
          count(sql`v.sending = 'held'`).as('held'),
          count(sql`v.sending = 'refused'`).as('refused'),
          count(sql`v.sending = 'unsure'`).as('unsure'),
        ])
        .execute()
      return new Map(counted.map(({ asset_id, ...progress }) => [asset_id, progress]))
    },

    /** One of our own living tickets of a table: what a check may try to write on. */
    async ownTicket(instanceId: number, table: string): Promise<string | null> {
      const row = await db
        .selectFrom('ticket')
        .select('sys_id')
        .where('instance_id', '=', instanceId)
        .where('table_name', '=', table)
        .where('is_current', '=', true)
        .where('condition', '=', 'living')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row?.sys_id ?? null
    },
  }
}

async function changedBy(db: Executor, assetId: number, mapping: Mapping) {
  const { rows } = await sql<{ id: number; moves: boolean }>`
    with wanted as (
      select t.id, ${JSON.stringify(mapping.outbound)}::jsonb -> v.status ->> 'state' as state,
        ${JSON.stringify(mapping.severities)}::jsonb ->
          (case v.severity when 'NOTIFICATION' then 'LOW' else v.severity end) as severity,
        t.agreed_state, t.sent_fields
      from ticket t join vulnerability v on v.id = t.vulnerability_id
      where v.asset_id = ${assetId} and t.is_current and t.condition = 'living'
        and v.archived_at is null
    )
    select id, state is not null and state <> agreed_state as moves from wanted
    where state <> agreed_state
      or severity ->> 'impact' <> sent_fields ->> 'impact'
      or severity ->> 'urgency' <> sent_fields ->> 'urgency'`.execute(db)
  return rows
}

function withoutTicket(db: Executor, assetId: number) {
  return db
    .selectFrom('vulnerability as v')
    .where('v.asset_id', '=', assetId)
    .where('v.archived_at', 'is', null)
    .where('v.status', 'in', OPEN_STATUSES)
    .where('v.severity', '<>', 'NOTIFICATION')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('ticket as t')
            .whereRef('t.vulnerability_id', '=', 'v.id')
            .where('t.is_current', '=', true)
            .where('t.condition', '=', 'living')
            .select('t.id'),
        ),
      ),
    )
}

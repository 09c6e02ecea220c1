import { sql } from 'kysely'
import type { Executor, Tx } from './database.ts'
import type { After } from './keyset.ts'
import { containing } from './keyset.ts'
import type { BusinessImpact } from './schema.ts'

export interface AssetFields {
  readonly name: string
  readonly description: string
  readonly businessImpact: BusinessImpact
  readonly url: string
  readonly repositoryUrl: string
  readonly tags: readonly string[]
}

export type AssetChanges = {
  readonly [Field in keyof AssetFields]?: AssetFields[Field] | undefined
}

export interface AssetFilter {
  readonly search?: string | undefined
  readonly unpaired: boolean
  readonly archived: boolean
}

export interface AssetOrder {
  readonly sort: 'name' | 'updated'
  readonly direction: 'asc' | 'desc'
}

/**
 * One import of an asset at a time from here to the end of the transaction, and not while it is
 * being paired: what a pairing did not see, its import knows to be paired.
 */
export async function lockAsset(tx: Tx, assetId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('import into asset', ${assetId}))`.execute(
    tx,
  )
}

const SORTS = { name: sql<string>`lower(a.name)`, updated: sql<string>`a.updated_at` }

export function assets(db: Executor) {
  const select = () =>
    db
      .selectFrom('asset as a')
      .leftJoin('pairing as p', (join) =>
        join.onRef('p.asset_id', '=', 'a.id').on('p.removed_at', 'is', null),
      )
      .select([
        'a.id',
        'a.name',
        'a.description',
        'a.business_impact',
        'a.url',
        'a.repository_url',
        'a.tags',
        'a.archived_at',
        'a.created_at',
        'a.updated_at',
        'p.id as pairing_id',
        'p.table_name',
        'p.table_label',
        'p.integration_id',
      ])

  const filtered = ({ search, unpaired, archived }: AssetFilter) => {
    let query = select().where('a.archived_at', archived ? 'is not' : 'is', null)
    if (unpaired) query = query.where('p.id', 'is', null)
    if (search !== undefined && search !== '') {
      query = query.where('a.name', 'ilike', containing(search))
    }
    return query
  }

  return {
    async page(filter: AssetFilter, order: AssetOrder, limit: number, after: After | null) {
      const { sort, direction } = order
      const key = SORTS[sort]
      let query = filtered(filter)
        .select(sql<string>`${key}::text`.as('sort_key'))
        .orderBy(key, direction)
        .orderBy('a.id', direction)
        .limit(limit)
      if (after !== null) {
        const type = sql.raw(sort === 'name' ? 'text' : 'timestamptz')
        const sign = sql.raw(direction === 'asc' ? '>' : '<')
        query = query.where(
          sql<boolean>`(${key}, a.id) ${sign} (${after.key}::${type}, ${after.id}::bigint)`,
        )
      }
      return query.execute()
    },

    async count(filter: AssetFilter): Promise<number> {
      const { total } = await db
        .selectFrom(filtered(filter).as('found'))
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow()
      return total
    },

    async find(id: number) {
      return (await select().where('a.id', '=', id).executeTakeFirst()) ?? null
    },

    async add(asset: AssetFields): Promise<number> {
      const { id } = await db
        .insertInto('asset')
        .values({
          name: asset.name,
          description: asset.description,
          business_impact: asset.businessImpact,
          url: asset.url,
          repository_url: asset.repositoryUrl,
          tags: [...asset.tags],
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    },

    async edit(id: number, changes: AssetChanges): Promise<void> {
      const { name, description, businessImpact, url, repositoryUrl, tags } = changes
      await db
        .updateTable('asset')
        .set({
          ...(name === undefined ? {} : { name }),
          ...(description === undefined ? {} : { description }),
          ...(businessImpact === undefined ? {} : { business_impact: businessImpact }),
          ...(url === undefined ? {} : { url }),
          ...(repositoryUrl === undefined ? {} : { repository_url: repositoryUrl }),
          ...(tags === undefined ? {} : { tags: [...tags] }),
          updated_at: sql`now()`,
        })
        .where('id', '=', id)
        .execute()
    },

    async archive(id: number): Promise<void> {
      await db
        .updateTable('asset')
        .set({ archived_at: sql`now()`, updated_at: sql`now()` })
        .where('id', '=', id)
        .where('archived_at', 'is', null)
        .execute()
    },
  }
}

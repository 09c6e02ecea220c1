import { sql } from 'kysely'
import type { Executor } from './database.ts'

/** Imports as their page shows them. */
export function importList(db: Executor) {
  const select = () =>
    db
      .selectFrom('import as i')
      .innerJoin('asset as a', 'a.id', 'i.asset_id')
      .select(['i.id', 'i.tool', 'i.format', 'i.file_name', 'i.size_bytes', 'i.state'])
      .select('i.waiting_at')
      .select(['i.read_count', 'i.new_count', 'i.again_count', 'i.reopened_count'])
      .select(['i.fixed_count', 'i.skipped_count', 'i.skipped', 'i.error', 'i.actor'])
      .select(['i.scope', 'i.dry_run', 'i.files', 'i.closed_nothing_because'])
      .select(['i.opens_tickets', 'i.question'])
      .select(['i.created_at', 'i.finished_at', 'a.id as asset_id', 'a.name as asset_name'])

  return {
    async find(id: number) {
      return (await select().where('i.id', '=', id).executeTakeFirst()) ?? null
    },

    /** Newest first, those before `before`. Rehearsals changed nothing: they are in no list. */
    async page(
      limit: number,
      filter: {
        assetId?: number | undefined
        /** Only those that wait for an answer about their tickets. */
        isAsking?: boolean
        before?: number | undefined
      },
    ) {
      let query = select().where('i.dry_run', '=', false).orderBy('i.id', 'desc').limit(limit)
      if (filter.assetId !== undefined) query = query.where('i.asset_id', '=', filter.assetId)
      if (filter.before !== undefined) query = query.where('i.id', '<', filter.before)
      if (filter.isAsking === true) query = query.where(isAsking)
      return query.execute()
    },
  }
}

/** Found by what they hold, which an index knows: imports are many, those that ask are few. */
const isAsking = sql<boolean>`(i.question->>'asked' = 'open' and i.id in (
  select held_import_id from vulnerability where held_import_id is not null))`

export type ImportRow = NonNullable<Awaited<ReturnType<ReturnType<typeof importList>['find']>>>

import { sql } from 'kysely'
import type { Tx } from './database.ts'
import type { Extent } from './import-staging.ts'
import type { Into } from './import-target.ts'

/** How PostgreSQL is to find what an import touches. */
export interface ImportPlan {
  /** So many that the findings there are, are read as a whole; else each is looked up by its keys. */
  readonly isMany: boolean
  /** For what joins with findings. */
  readonly amongFindings: <T>(work: () => Promise<T>) => Promise<T>
}

/** So few are looked up one by one, whatever PostgreSQL knows of the tables. */
const FEW = 1_000
/** To look one up by its keys takes about as long as to read so many. */
const READ_MEANWHILE = 5

/**
 * Staging has no statistics yet: taking 100,000 rows for a few, PostgreSQL would join them one by
 * one, for minutes. Findings have, and reading a million of them for a thousand takes seconds.
 */
export async function planImport(tx: Tx, into: Into, { all }: Extent): Promise<ImportPlan> {
  if (all <= FEW) return { isMany: false, amongFindings: asPlanned }
  await sql`set local enable_nestloop = off`.execute(tx)
  await sql`set local enable_mergejoin = off`.execute(tx)
  // What is sorted and joined here would go through files otherwise.
  await sql`set local work_mem = '128MB'`.execute(tx)
  if (await isLargePart(tx, into, all)) return { isMany: true, amongFindings: asPlanned }
  return {
    isMany: false,
    async amongFindings(work) {
      await sql`set local enable_nestloop = on`.execute(tx)
      const done = await work()
      await sql`set local enable_nestloop = off`.execute(tx)
      return done
    },
  }
}

const asPlanned: ImportPlan['amongFindings'] = (work) => work()

/** Of all findings, the import's and those of its asset. */
async function isLargePart(tx: Tx, { assetId }: Into, all: number): Promise<boolean> {
  const { rows } = await sql<{ isLarge: boolean }>`
    select ${READ_MEANWHILE} * greatest(${all}::bigint, (
      select sum(count) from vulnerability_asset_count_now where asset_id = ${assetId}
    )) >= reltuples as "isLarge"
    from pg_class where oid = 'finding'::regclass`.execute(tx)
  return rows[0]?.isLarge ?? true
}

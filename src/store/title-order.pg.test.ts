import { sql } from 'kysely'
import pg from 'pg'
import { expect, test } from 'vitest'
import { emptyDatabaseUrl } from '../../test/support/database.ts'
import { within } from '../../test/support/postgres-setup.ts'
import { counts } from './count.ts'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { named } from './vulnerability-filter.ts'
import { gather } from './vulnerability-gather.ts'
import { walk } from './vulnerability-walk.ts'

test('titles have one order, whatever language the database sorts by', async () => {
  const database = await openDatabase({ url: await danish(), maxConnections: 2 })
  try {
    await migrate(database.pool)
    const db = database.kysely
    await sql`insert into asset (name) values ('Shop')`.execute(db)
    await sql`
      insert into vulnerability (asset_id, title, type, severity, status, fingerprint)
      select 1, 'case ' || word, 'SAST', 'HIGH', 'IDENTIFIED', word
      from unnest(array['Ångström', 'zebra', '_low', 'Aa', 'a b', 'ab']) word`.execute(db)
    const filter = { archived: false, search: 'case' }
    const [matching, name] = [await counts(db).matching(filter), await named(db, 'case')]
    for (const falling of [true, false]) {
      const wanted = { filter, matching, named: name, sort: 'title', falling, limit: 4 } as const
      const first = (await gather(db, { ...wanted, after: null }, 9)).keys
      expect(await walk(db, { ...wanted, after: null })).toEqual(first)
      const after = first[1] ?? null
      expect(await walk(db, { ...wanted, after })).toEqual(
        (await gather(db, { ...wanted, after }, 9)).keys,
      )
    }
  } finally {
    await database.close()
  }
})

async function danish(): Promise<string> {
  const url = await emptyDatabaseUrl()
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  const name = `danish_${Date.now()}`
  await admin.query(
    `create database ${name} template template0 encoding 'UTF8' locale_provider icu icu_locale 'da-DK'`,
  )
  await admin.end()
  return within(url, name)
}

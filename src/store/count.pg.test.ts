import { sql } from 'kysely'
import { expect } from 'vitest'
import { test } from '../../test/support/database.ts'
import { SENDING } from '../connection/not-sent.ts'
import { TYPES } from '../vulnerability/evidence.ts'
import { standingDigits } from '../vulnerability/facet.ts'
import { SEVERITIES } from '../vulnerability/severity.ts'
import { STATUSES } from '../vulnerability/status.ts'
import { counts } from './count.ts'
import type { Database, Executor } from './database.ts'

test('every word has a digit of its own, the same here and in the database', async ({
  database: { kysely },
}) => {
  const ranks = async (function_: string, words: readonly string[]) => {
    const { rows } = await sql<{ rank: number }>`
      select ${sql.raw(function_)}(word) as rank
      from unnest(${words}::text[]) with ordinality as w (word, n) order by n`.execute(kysely)
    return rows.map(({ rank }) => rank)
  }
  for (const [name, words] of [
    ['status_rank', STATUSES],
    ['severity_rank', SEVERITIES],
    ['sending_rank', SENDING],
    ['type_rank', TYPES],
  ] as const) {
    expect({ name, ranks: await ranks(name, words) }).toEqual({
      name,
      ranks: words.map((_, at) => at),
    })
  }
})

/** Whatever can change of a vulnerability that anything counts. */
const CHANGES = [
  `update vulnerability set status = 'FIX_ACCEPTED', status_changed_at = now() - interval '3 days' where id % 3 = 0`,
  `update vulnerability set sending = 'sent' where id % 2 = 0`,
  `update vulnerability set archived_at = now() where id % 7 = 0`,
  `update vulnerability set status = 'RISK_ACCEPTED', risk_accepted_until = current_date - 1 where id % 5 = 0`,
  `update vulnerability set risk_accepted_until = current_date + 9 where id % 10 = 0`,
  `update vulnerability set severity = 'LOW', type = 'SCA', title = 'another' where id % 11 = 0`,
  `update vulnerability set created_at = created_at - interval '4 days' where id % 4 = 0`,
  `update vulnerability set asset_id = 2, archived_at = null where id % 13 = 0`,
  `delete from vulnerability where id % 17 = 0`,
  `update vulnerability set description = 'nothing that is counted'`,
]

test('what is kept counted is what there is, after every change', async ({ database }) => {
  const { kysely } = database
  await sql`insert into asset (name) values ('a'), ('b')`.execute(kysely)
  await fill(kysely, 200)
  await expectExact(kysely)
  for (const change of CHANGES) {
    await sql.raw(change).execute(kysely)
    await expectExact(kysely)
    const undone = database.transaction(async (tx) => {
      await fill(tx, 30)
      await sql`update vulnerability set status = 'DRAFT'`.execute(tx)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
  }
  await sql`select add_up_counts()`.execute(kysely)
  await expectExact(kysely)
  await sql`select count_anew()`.execute(kysely)
  await expectExact(kysely)
})

test('many who write at once wait for nobody, and no change is counted twice or lost', async ({
  database,
}) => {
  const { kysely } = database
  await fill(kysely, 300)
  await database.transaction(async (slow) => {
    // Holds what it added up until it ends; the others add theirs beside it.
    await sql`update vulnerability set sending = 'held' where id % 50 = 0`.execute(slow)
    await sql`select add_up_counts()`.execute(slow)
    await Promise.all(
      [1, 2, 3].map((n) =>
        sql`update vulnerability set sending = 'refused'
          where id % 4 = ${n} and id % 50 <> 0`.execute(kysely),
      ),
    )
    await sql`select add_up_counts()`.execute(kysely)
  })
  await expectExact(kysely)
  const { rows } = await sql<{ left: number }>`
    select count(*) as left from vulnerability_count_change`.execute(kysely)
  expect(rows[0]?.left).toBeLessThan(1_500)
})

test('open ones of an asset, days and what is due are read from what is counted', async ({
  database: { kysely },
}) => {
  const { rows } = await sql<{ open: number; due: number; fixed: number }>`
    select count(*) filter (where asset_id = 2 and status in ('IDENTIFIED', 'IN_PROGRESS', 'AWAITING_VALIDATION')) as open,
      count(*) filter (where status = 'RISK_ACCEPTED' and risk_accepted_until <= current_date) as due,
      count(*) filter (where status = 'FIX_ACCEPTED' and status_changed_at > now() - interval '20 days') as fixed
    from vulnerability where archived_at is null`.execute(kysely)
  const count = counts(kysely)
  const sum = (values: readonly { count: number }[]) => values.reduce((n, one) => n + one.count, 0)
  const trend = await count.trend(30)
  expect(trend).toHaveLength(30)
  expect({
    open: sum(await count.openOf([2])),
    due: await count.due(),
    fixed: trend.reduce((n, day) => n + day.fixed, 0),
  }).toEqual(rows[0])
})

test('a finding names an import that exists, and that import is kept', async ({
  database: { kysely },
}) => {
  const write = (importId: number) =>
    sql`
      insert into finding (vulnerability_id, tool, rule, fingerprint, import_id)
      select min(id), 'tool', 'rule', 'print', ${importId}::bigint from vulnerability`.execute(
      kysely,
    )
  await expect(write(4711)).rejects.toThrow('a finding names an import that does not exist')
  const { rows } = await sql<{ id: number }>`
    insert into import (asset_id, actor) values (2, '{"kind":"lockstep"}') returning id`.execute(
    kysely,
  )
  const id = rows[0]?.id ?? 0
  await write(id)
  const change = sql`update finding set import_id = ${id + 1} where import_id = ${id}`
  await expect(change.execute(kysely)).rejects.toThrow('an import that does not exist')
  const remove = sql`delete from import where id = ${id}`
  await expect(remove.execute(kysely)).rejects.toThrow('an import that findings name is kept')
})

async function fill(db: Executor, count: number): Promise<void> {
  await sql`
    insert into vulnerability (asset_id, title, type, severity, status, fingerprint, created_at)
    select 1 + n % 2, 'title ' || n % 3, 'SAST', 'HIGH',
      (array['IDENTIFIED', 'CREATED', 'IN_PROGRESS', 'SUPPRESSED'])[1 + n % 4],
      gen_random_uuid()::text, now() - n * interval '1 hour'
    from generate_series(1, ${count}::int) n`.execute(db)
}

async function expectExact(db: Database['kysely']): Promise<void> {
  const { rows } = await sql<{ what: string; wrong: number }>`
    with real as (
      select facet, asset_id, created_at, status_changed_at, risk_accepted_until from vulnerability
    ), difference as (
      select 'facet' as what, facet::text as key, count from vulnerability_count_now
      union all select 'facet', facet::text, -1 from real
      union all select 'asset', asset_id || ' ' || standing, count from vulnerability_asset_count_now
      union all select 'asset', asset_id || ' ' || facet / 1000, -1 from real
      union all select kind, day::text, count from vulnerability_day_count_now
      union all select d.kind, d.day::text, -1 from real, lateral counted_days(facet,
        utc_day(created_at), utc_day(status_changed_at), risk_accepted_until) d
    )
    select what || ' ' || key as what, sum(count) as wrong from difference
    group by 1 having sum(count) <> 0`.execute(db)
  expect(rows).toEqual([])
  const facets = await counts(db).matching({ archived: false, status: ['FIX_ACCEPTED'] })
  const fixed = standingDigits({ archived: false, status: 'FIX_ACCEPTED', severity: 'HIGH' })
  expect(
    facets.facets.every((facet) => Math.floor(facet / 10_000) === Math.floor(fixed / 10)),
  ).toBe(true)
}

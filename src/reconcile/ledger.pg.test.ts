import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import type { SysId } from '../connection/ticket.ts'
import type { Database } from '../store/database.ts'
import { ledger } from './ledger.ts'

/** Two vulnerabilities, and a ledger that attempts can be opened in. */
async function two(database: Database) {
  const { rows } = await database.pool.query<{ id: number; instance: number; mapping: number }>(
    `with n as (insert into instance (origin) values (gen_random_uuid()::text) returning id),
       m as (insert into mapping (content) values ('{}') returning id),
       a as (insert into asset (name) values (gen_random_uuid()::text) returning id),
       v as (insert into vulnerability (asset_id, title, type, severity, status, fingerprint)
         select a.id, 'x', 'SAST', 'LOW', 'IDENTIFIED', f from a, unnest(array['x', 'y']) as f
         returning id)
     select v.id, n.id as instance, m.id as mapping from v, n, m order by v.id`,
  )
  const own = ledger(database)
  const open = (id: number, sysId: string) => {
    const { instance: instanceId, mapping: mappingId } = rows[0]!
    return own
      .announce({
        vulnerabilityId: id,
        instanceId,
        mappingId,
        table: 'incident',
        generation: 1,
        sysId: sysId.repeat(32) as SysId,
        correlationId: 'lockstep:1:1',
        openMs: 5_000,
      })
      .catch(() => 'refused')
  }
  const [first, second] = rows.map(({ id }) => id)
  return { open, first: first!, second: second! }
}

test('looks that open attempts at the same time share a statement, and one refused is refused alone', async ({
  database,
}) => {
  const { open, first, second } = await two(database)
  expect(await open(first, 'a')).not.toBe('refused')
  // The first one has an unsettled attempt already: the database allows no second one.
  const [again, other] = await Promise.all([open(first, 'b'), open(second, 'c')])
  expect(again).toBe('refused')
  expect(other).not.toBe('refused')
})

test('a row that somebody else holds for long keeps no other look waiting', async ({
  database,
}) => {
  const { open, first, second } = await two(database)
  await database.transaction(async (tx) => {
    await tx.selectFrom('vulnerability').select('id').where('id', '=', first).forUpdate().execute()
    const [held, other] = await Promise.all([open(first, 'd'), open(second, 'e')])
    expect(held).toBe('refused')
    expect(other).not.toBe('refused')
  })
  expect(await open(first, 'f')).not.toBe('refused')
})

import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import type { Database } from './database.ts'
import { dropStaleStaging, hideAlive, onOneConnection, showAlive } from './import-alive.ts'
import { stage } from './import-staging.ts'

test('an import whose process died becomes failed, and its staging goes', async ({ database }) => {
  const dead = await anImport(database)
  await aStagedFinding(database, dead)
  await onOneConnection(database, async (db) => {
    const living = await anImport(database)
    await aStagedFinding(database, living)
    await showAlive(db, living)
    expect(await dropStaleStaging(database)).toBe(1)
    expect(await stateOf(database, dead)).toEqual({ state: 'failed', says: true, staged: 0 })
    expect(await stateOf(database, living)).toEqual({ state: 'reading', says: null, staged: 1 })
    await hideAlive(db, living)
  })
  // Nobody shows that the other one is alive any more.
  expect(await dropStaleStaging(database)).toBe(1)
  expect(await dropStaleStaging(database)).toBe(0)
})

async function anImport(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>(
    `with a as (insert into asset (name) values (gen_random_uuid()::text) returning id)
     insert into import (asset_id, actor, created_at)
     select id, '{"kind":"lockstep"}', now() - interval '1 minute' from a returning id`,
  )
  return rows[0]!.id
}

async function aStagedFinding(database: Database, importId: number): Promise<void> {
  await stage(database.kysely, importId, [
    {
      ordinal: 0,
      content: null,
      tool: 'T',
      rule: 'R',
      title: 't',
      description: '',
      solution: '',
      reference: '',
      category: '',
      type: 'SAST',
      severity: 'LOW',
      fingerprint: 'f',
      toolId: '',
      evidence: {},
      suppressed: false,
      line: 0,
      column: 0,
      ticketKey: '',
      gone: false,
      isVerdict: false,
    },
  ])
}

async function stateOf(database: Database, id: number): Promise<unknown> {
  const { rows } = await database.pool.query(
    `select state, error ~ 'import it again' as says,
       (select count(*) from import_staging where import_id = i.id) as staged
     from import i where id = $1`,
    [id],
  )
  return rows[0]
}

import { randomBytes } from 'node:crypto'

import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import { sealer } from '../lib/seal.ts'
import { CLIENT_SECRET } from './integration.ts'
import { sealAnew } from './reseal.ts'
import { tokenStore } from './token.ts'

test('what an old key sealed is sealed with the new one, after which the old one may go', async ({
  database,
}) => {
  const [older, newer] = [randomBytes(32), randomBytes(32)]
  const before = sealer([older])
  const { pool } = database
  await pool.query(`insert into instance (origin) values ('https://acme.service-now.com')`)
  for (const name of ['one', 'two', 'new']) {
    await pool.query(
      `insert into integration (instance_id, name, client_id, client_secret_sealed)
       values (1, $1, 'id', '')`,
      [name],
    )
  }
  const tokens = { expiresAt: new Date(), refreshExpiresAt: null, refreshToken: 'refresh' }
  for (const id of [1, 2]) {
    await pool.query('update integration set client_secret_sealed = $2 where id = $1', [
      id,
      before.seal('secret', { purpose: CLIENT_SECRET, row: id }),
    ])
    await tokenStore(database, before, id).connect({ ...tokens, accessToken: `access ${id}` })
  }
  const both = sealer([newer, older])
  expect(await sealAnew(database, both)).toBe(6)
  expect(await sealAnew(database, both)).toBe(0)

  const after = sealer([newer])
  expect(await tokenStore(database, after, 2).read()).toMatchObject({
    accessToken: 'access 2',
    refreshToken: 'refresh',
  })
  const { rows } = await pool.query(
    'select client_secret_sealed as sealed from integration where id = 1',
  )
  expect(after.open(rows[0].sealed, { purpose: CLIENT_SECRET, row: 1 })).toBe('secret')
})

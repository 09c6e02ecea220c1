import { randomBytes } from 'node:crypto'

import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import { temporaryFolder } from '../../test/support/folder.ts'
import { readConfig } from '../config.ts'
import { idOf, sealer } from '../lib/seal.ts'
import { CLIENT_SECRET } from '../store/integration.ts'
import { openSecrets } from './secrets.ts'

test('a start with another key than the one that sealed is refused, and changes nothing', async ({
  database,
}) => {
  const data = await temporaryFolder()
  const [first, other] = [randomBytes(32), randomBytes(32)]
  const start = (...keys: Buffer[]) => {
    const LOCKSTEP_SEALING_KEY = keys.map((key) => key.toString('base64')).join(',')
    return openSecrets(readConfig({ LOCKSTEP_DATA: data, LOCKSTEP_SEALING_KEY }), database)
  }
  await start(first)
  // Nothing is sealed yet: any key will do.
  await start(other)
  await start(first)
  const secret = sealer([first]).seal('secret', { purpose: CLIENT_SECRET, row: 1 })
  await database.pool.query(
    `with n as (insert into instance (origin) values ('https://acme.service-now.com') returning id)
     insert into integration (instance_id, name, client_id, client_secret_sealed)
     select id, 'acme', 'id', $1 from n`,
    [secret],
  )
  await expect(start(other)).rejects.toThrow(`sealed with key ${idOf(first)}`)
  const { sealer: still } = await start(first)
  expect(still.open(secret, { purpose: CLIENT_SECRET, row: 1 })).toBe('secret')
  // A new key comes before the old one.
  expect((await start(other, first)).sealer.keyId).toBe(idOf(other))
})

import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import { oauthLogins } from './oauth-login.ts'

test('a log-in under way is finished once, by who began it, within its ten minutes', async ({
  database,
}) => {
  const { pool, kysely } = database
  await pool.query(`
    with n as (insert into instance (origin) values ('https://acme.service-now.com') returning id)
    insert into integration (instance_id, name, client_id, client_secret_sealed)
    select id, 'acme', 'id', '' from n`)
  const began = Date.now()
  const at = (seconds: number) => new Date(began + seconds * 1_000)
  const logins = oauthLogins(kysely)
  const begin = (stateHash: string) =>
    logins.begin({
      stateHash,
      sessionId: 'mine',
      integrationId: 1,
      verifierSealed: 'sealed',
      redirectUri: 'https://lockstep.example.com/spa/callback/servicenow',
      expiresAt: at(600),
    })
  await begin('a')
  await begin('b')
  const kind = async (state: string, session: string, when: Date) =>
    (await logins.take(state, session, when)).kind
  expect(await kind('a', 'of somebody else', at(1))).toBe('other_session')
  expect(await kind('a', 'mine', at(599))).toBe('taken')
  expect(await kind('a', 'mine', at(599))).toBe('used')
  expect(await kind('b', 'mine', at(600))).toBe('expired')
  expect(await kind('c', 'mine', at(1))).toBe('unknown')
})

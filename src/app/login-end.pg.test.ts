import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import { sealer } from '../lib/seal.ts'
import { createLog } from '../log.ts'
import { deliveries } from '../store/delivery.ts'
import { integrations } from '../store/integration.ts'
import { tokenStore } from '../store/token.ts'
import { warnOfLoginEnds } from './login-end.ts'

test('the end of a log-in is told 30, 7 and 1 days before, once over all processes', async ({
  database,
}) => {
  const { pool, kysely } = database
  await pool.query(
    `with n as (insert into instance (origin) values ('https://acme.service-now.com') returning id)
     insert into integration (instance_id, name, client_id, client_secret_sealed)
     select id, 'acme', 'id', '' from n`,
  )
  const logged: string[] = []
  const log = createLog('info', { write: (line: string) => void logged.push(line) })
  const daysLeft = async (days: number) => {
    await pool.query(`update integration set refresh_expires_at = now() + $1 * interval '1 day'`, [
      days,
    ])
    logged.length = 0
    // Of several processes that look at once, one says it.
    await Promise.all([1, 2, 3].map(() => warnOfLoginEnds(database, log)))
    return logged.map((line) => JSON.parse(line))
  }
  const logIn = () =>
    tokenStore(database, sealer([Buffer.alloc(32)]), 1).connect({
      accessToken: 'a',
      refreshToken: 'r',
      expiresAt: new Date(),
      refreshExpiresAt: new Date(),
    })

  // Nobody has logged in yet: there is nothing that could end.
  expect(await daysLeft(5)).toEqual([])
  await logIn()
  expect(await daysLeft(31)).toEqual([])
  expect(await daysLeft(29)).toMatchObject([{ name: 'acme', days: 30 }])
  expect(await daysLeft(28)).toEqual([])
  expect(await daysLeft(6.9)).toMatchObject([{ days: 7 }])
  expect(await daysLeft(6)).toEqual([])
  expect(await daysLeft(0.5)).toMatchObject([{ days: 1, level: 50 }])
  expect(await daysLeft(-1)).toEqual([])
  const lines = await deliveries(kysely).last({ integrationId: 1 })
  expect(lines.map(({ level }) => level)).toEqual(['ERROR', 'WARN', 'WARN'])
  expect(lines[0]?.details).toMatchObject({ within: '1 day' })

  await logIn()
  expect(await daysLeft(90)).toEqual([])
  // The administrator of the instance has shortened it: the end moves, and is told.
  await integrations(kysely).setLoginDays(1, 30)
  const { rows } = await pool.query(
    `select round(extract(epoch from refresh_expires_at - now()) / 86400)::int as days from integration`,
  )
  expect(rows).toEqual([{ days: 20 }])
  await warnOfLoginEnds(database, log)
  expect(logged.map((line) => JSON.parse(line))).toMatchObject([{ days: 30 }])
})

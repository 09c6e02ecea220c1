import { expect, test } from 'vitest'

import { freshDatabaseUrl } from '../../test/support/database.ts'
import { query } from '../../test/support/embedded.ts'
import { temporaryFolder } from '../../test/support/folder.ts'
import { lockstep } from './lockstep.fixture.ts'

test('a database that was moved makes tickets again only when somebody says so', async () => {
  const databaseUrl = await freshDatabaseUrl()
  const env = { LOCKSTEP_DATA: await temporaryFolder(), DATABASE_URL: databaseUrl }
  const recover = (...args: string[]) => lockstep(['recover', ...args], env)
  const stopped = async () =>
    (await query(databaseUrl, 'select creating_stopped from installation'))[0]?.['creating_stopped']

  const atHome = await recover('--moved')
  expect(atHome).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(/^Nothing was stopped\.\nEvery vulnerability is looked at/),
  })
  expect((await recover()).stdout).toContain('there is nothing to recover')

  await query(databaseUrl, `update installation set place = 'another machine'`)
  const explained = await recover()
  expect(explained.stdout).toContain('Lockstep makes no new tickets, because:\n')
  expect(explained.stdout).toContain('lockstep recover --moved')
  expect(await stopped()).toMatch(/runs in another place/)

  const { code, stdout } = await recover('--moved')
  expect(stdout).toContain('Lockstep makes tickets again.')
  expect(code).toBe(0)
  expect(await stopped()).toBe(null)
  expect((await recover()).stdout).toContain('there is nothing to recover')
})

test('an instance that knows more tickets than the database is named', async () => {
  const databaseUrl = await freshDatabaseUrl()
  await query(
    databaseUrl,
    `insert into instance (origin, creating_stopped) values ('https://acme.service-now.com', 'it knows INC0010001')`,
  )
  const env = { LOCKSTEP_DATA: await temporaryFolder(), DATABASE_URL: databaseUrl }
  const { stdout } = await lockstep(['recover', '--moved'], env)
  expect(stdout).toContain('https://acme.service-now.com: it knows INC0010001')
  expect((await query(databaseUrl, 'select creating_stopped from instance'))[0]).toEqual({
    creating_stopped: null,
  })
})

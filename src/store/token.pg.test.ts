import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'

import { test } from '../../test/support/database.ts'
import { must } from '../lib/must.ts'
import { sealer } from '../lib/seal.ts'
import { sleep } from '../lib/sleep.ts'
import { ServiceNowError } from '../servicenow/errors.ts'
import { Session, type TokenStore } from '../servicenow/session.ts'
import type { Tokens } from '../servicenow/oauth.ts'
import type { Database } from './database.ts'
import { tokenStore } from './token.ts'

const seal = sealer([randomBytes(32)])

async function integration(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>(
    `with i as (insert into instance (origin) values (gen_random_uuid()::text) returning id)
     insert into integration (instance_id, name, client_id, client_secret_sealed)
     select id, gen_random_uuid()::text, 'client', 'sealed' from i returning id`,
  )
  return must(rows[0], 'the integration').id
}

function tokens(name: string, lifeMs: number): Tokens {
  return {
    accessToken: `access-${name}`,
    refreshToken: `refresh-${name}`,
    expiresAt: new Date(Date.now() + lifeMs),
    refreshExpiresAt: new Date('2030-01-01T00:00:00Z'),
  }
}

async function connected(database: Database, lifeMs: number) {
  const id = await integration(database)
  const store = tokenStore(database, seal, id)
  await store.connect(tokens('1', lifeMs))
  return { id, store: store satisfies TokenStore }
}

test('tokens are read back as they were saved, and are not in the database in the clear', async ({
  database,
}) => {
  const { id, store } = await connected(database, 60_000)
  expect(await store.read()).toMatchObject({ accessToken: 'access-1', refreshToken: 'refresh-1' })
  const { rows } = await database.pool.query('select * from integration where id = $1', [id])
  expect(JSON.stringify(rows)).not.toMatch(/access-1|refresh-1/)
})

test('processes that need a new token at once refresh once', async ({ database }) => {
  const { id } = await connected(database, -1)
  let refreshes = 0
  const refresh = async () => {
    refreshes += 1
    await sleep(50)
    return tokens(`new${refreshes}`, 1_800_000)
  }
  const processes = Array.from(
    { length: 8 },
    () => new Session({ store: tokenStore(database, seal, id), refresh }),
  )
  const got = await Promise.all(
    processes.flatMap((session) => [session.accessToken(), session.accessToken()]),
  )
  expect(refreshes).toBe(1)
  expect(new Set(got)).toEqual(new Set(['access-new1']))
})

test('a process that died while refreshing is taken over', async ({ database }) => {
  const { store } = await connected(database, -1)
  const { version } = await store.read()
  expect(await store.tryLease(200, version)).not.toBeNull()
  const session = new Session({ store, refresh: () => Promise.resolve(tokens('heir', 1_800_000)) })
  expect(await store.tryLease(200, version)).toBeNull()
  expect(await session.accessToken()).toBe('access-heir')
})

test('of two who refreshed at once, the first to save wins and the other follows', async ({
  database,
}) => {
  const { store } = await connected(database, -1)
  const { version } = await store.read()
  const slow = new Session({
    store,
    async refresh() {
      expect(await store.save(tokens('fast', 1_800_000), version)).toBe(true)
      return tokens('slow', 1_800_000)
    },
  })
  expect(await slow.accessToken()).toBe('access-fast')
  expect(await store.read()).toMatchObject({ accessToken: 'access-fast', version: version + 1 })
})

test('a refused refresh is repeated once, then a person must log in', async ({ database }) => {
  const { store } = await connected(database, -1)
  let tries = 0
  const session = new Session({ store, spacedRetryMs: 5, refresh: refuse })
  function refuse(): Promise<Tokens> {
    tries += 1
    const facts = { kind: 'reauthorize', code: 'not_authenticated', outcome: 'known' } as const
    return Promise.reject(new ServiceNowError('refused', facts))
  }
  const again = { kind: 'reauthorize', code: 'login_again' }
  await expect(session.accessToken()).rejects.toMatchObject(again)
  await expect(session.accessToken()).rejects.toMatchObject(again)
  expect(tries).toBe(2)
  await store.connect(tokens('2', 1_800_000))
  expect(await session.accessToken()).toBe('access-2')
})

test('a log-in that happens during a refused refresh is not undone', async ({ database }) => {
  const { store } = await connected(database, -1)
  const session = new Session({
    store,
    spacedRetryMs: 1,
    async refresh() {
      await store.connect(tokens('person', 1_800_000))
      const facts = { kind: 'reauthorize', code: 'not_authenticated', outcome: 'known' } as const
      throw new ServiceNowError('refused', facts)
    },
  })
  expect(await session.accessToken()).toBe('access-person')
  expect(await store.read()).toMatchObject({ refusal: null })
})

test('an instance that is busy does not cost a token that still works', async ({ database }) => {
  const { store } = await connected(database, 30_000)
  const facts = { kind: 'retry', code: 'unavailable', outcome: 'known' } as const
  const session = new Session({
    store,
    refresh: () => Promise.reject(new ServiceNowError('busy', facts)),
  })
  expect(await session.accessToken()).toBe('access-1')
})

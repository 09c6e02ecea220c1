import { expect, test } from 'vitest'

import { syncWorld } from '../../test/support/sync-world.ts'

const tokenRequests = (world: { emulator: { requests: { list(): { path: string }[] } } }) =>
  world.emulator.requests.list().filter(({ path }) => path === '/oauth_token.do')

test.concurrent(
  'an access token that the instance no longer knows is renewed silently',
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Weak hash')
    await world.settled()
    const before = tokenRequests(world).length
    world.emulator.revokeTokens('access')
    await world.addMany(['a', 'b', 'c', 'd'])
    await world.move(id, 'IN_PROGRESS')
    await world.settled(1)
    expect(world.ticketOf(id)['state']).toBe('2')
    expect(tokenRequests(world).length - before).toBe(1)
    expect(await world.lines('ERROR')).toEqual([])
    const { rows } = await world.database.pool.query(
      `select outcome, count(*)::int as count from attempt group by 1`,
    )
    expect(rows).toEqual([{ outcome: 'created', count: 5 }])
  },
)

test.concurrent('an access token past its end is renewed before it is used', async () => {
  await using world = await syncWorld()
  const id = await world.add('Weak hash')
  await world.settled()
  await world.database.pool.query(
    `update integration set access_expires_at = now() - interval '1 s', token_version = token_version + 1`,
  )
  world.emulator.revokeTokens('access')
  world.way.forget(world.integrationId)
  await world.move(id, 'IN_PROGRESS')
  await world.settled()
  expect(world.ticketOf(id)['state']).toBe('2')
  expect(world.requests().filter(({ status }) => status === 401)).toEqual([])
})

test.concurrent(
  'when every token is revoked what is due waits, and goes on after a log-in',
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Weak hash')
    await world.settled()
    world.emulator.revokeTokens('all')
    await world.move(id, 'IN_PROGRESS')
    const later = await world.add('Open redirect')
    const { pool } = world.database
    await world.until(async () => {
      const { rows } = await pool.query('select state from integration')
      return rows[0].state === 'login_again'
    })
    await world.until(async () => {
      const { rows } = await pool.query(
        `select count(*)::int as waiting from mark
       where looked_revision < revision and due_at > now() + interval '30 min'`,
      )
      return rows[0].waiting === 2
    })
    const asked = world.emulator.requests.list().length
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(world.emulator.requests.list()).toHaveLength(asked)
    expect(await world.lines('ERROR')).toMatchObject([
      { message: expect.stringContaining('wants a log-in') },
    ])
    await world.logInAgain()
    await world.settled(1)
    expect(world.ticketOf(id)['state']).toBe('2')
    expect(world.ticketOf(later)['state']).toBe('1')
  },
)

import { expect, test } from 'vitest'

import { syncWorld, type World } from '../../test/support/sync-world.ts'
import { inboundCursors } from '../store/inbound-cursor.ts'
import { poll } from './poll.ts'

async function instanceOf(world: World) {
  return world.way.open(world.integrationId)
}

/** Polls as an engine would, but when the test says so. */
async function pollOnce(world: World, pageSize?: number): Promise<number> {
  const before = world.requests('GET').length
  await world.database.pool.query('update inbound_cursor set polled_at = null, lease_until = null')
  const [due] = await inboundCursors(world.database.kysely).claimDue(10_000, 60, new Date(0))
  await poll(world.database, due!, await instanceOf(world), pageSize)
  return world.requests('GET').length - before
}

/** A world with tickets and no engine, whose overlap is read. */
async function quietWorld(count: number) {
  const world = await syncWorld({ isRunning: false })
  const running = world.start()
  const ids = await world.addMany(Array.from({ length: count }, (_, n) => `Finding ${n}`))
  await world.settled()
  await running.stop()
  return { world, ids }
}

async function marked(world: World): Promise<number[]> {
  const { rows } = await world.database.pool.query<{ id: number }>(
    'select vulnerability_id as id from mark where looked_revision < revision order by 1',
  )
  return rows.map(({ id }) => id)
}

test.concurrent(
  'with nothing new a poll is one request for each table, and asks for no look',
  async () => {
    const { world } = await quietWorld(5)
    await using _ = world
    await pollOnce(world)
    for (let n = 0; n < 3; n++) expect(await pollOnce(world)).toBe(1)
    expect(await marked(world)).toEqual([])
  },
)

test.concurrent(
  'more changes than a page holds are all heard, those of one second too',
  async () => {
    const { world, ids } = await quietWorld(12)
    await using _ = world
    await pollOnce(world)
    for (const id of ids) world.edit(id, { state: '2' })
    expect(await pollOnce(world, 5)).toBe(3)
    expect(await marked(world)).toEqual(ids)
  },
)

test.concurrent('rows that we may not see do not end a poll before its time', async () => {
  const { world, ids } = await quietWorld(12)
  await using _ = world
  await pollOnce(world)
  for (const id of ids) world.edit(id, { state: '2' })
  // In the order of the poll, so that whole pages are empty.
  const sysIds = ids
    .map((id) => world.ticketOf(id)['sys_id'] ?? '')
    .toSorted((a, b) => (a < b ? -1 : 1))
  for (const sysId of sysIds.slice(1, 10)) world.emulator.hide(sysId)
  await pollOnce(world, 3)
  expect(await marked(world)).toHaveLength(3)
})

test.concurrent('a poll that broke off goes on where it was', async () => {
  const { world, ids } = await quietWorld(12)
  await using _ = world
  await pollOnce(world)
  world.emulator.clock.advance(400)
  for (const [n, id] of ids.entries()) {
    if (n === 6) world.emulator.clock.advance(400)
    world.edit(id, { state: '2' })
  }
  world.emulator.faults.add({
    match: { method: 'GET', contains: 'NQ' },
    kind: 'delay',
    delayMs: 0,
    times: 1,
  })
  world.emulator.faults.add({
    match: { method: 'GET', contains: 'NQ' },
    kind: 'status',
    status: 500,
    times: 1,
  })
  await expect(pollOnce(world, 4)).rejects.toThrow('500')
  expect(await marked(world)).toHaveLength(8)
  // From the overlap before the eighth row on: the six of the later moment, in two pages.
  expect(await pollOnce(world, 4)).toBe(2)
  expect(await marked(world)).toEqual(ids)
})

test.concurrent('the first poll of a new project reads what the instance has of ours', async () => {
  const { world, ids } = await quietWorld(3)
  await using _ = world
  await world.database.pool.query('delete from inbound_cursor')
  world.edit(ids[0]!, { state: '2' })
  await pollOnce(world)
  expect(await marked(world)).toEqual([ids[0]])
})

test.concurrent(
  'a change that commits with a time long past is heard by the deep poll',
  async () => {
    const { world, ids } = await quietWorld(1)
    await using _ = world
    await pollOnce(world)
    world.emulator.clock.advance(200)
    await pollOnce(world)
    world.emulator.clock.advance(-150)
    world.edit(ids[0]!, { state: '2' })
    world.emulator.clock.advance(150)
    await pollOnce(world)
    expect(await marked(world)).toEqual([])
    await world.database.pool.query(`update inbound_cursor set deep_at = now() - interval '61 s'`)
    await pollOnce(world)
    expect(await marked(world)).toEqual(ids)
  },
)

test.concurrent(
  'a change that a deep poll could not see is heard by the next, however far the clock was moved',
  async () => {
    const { world, ids } = await quietWorld(1)
    await using _ = world
    await pollOnce(world)
    const sysId = world.ticketOf(ids[0]!)['sys_id'] ?? ''
    world.edit(ids[0]!, { state: '2' })
    world.emulator.hide(sysId)
    for (const isHidden of [true, false]) {
      world.emulator.clock.advance(1_860)
      world.emulator.hide(sysId, isHidden)
      await world.database.pool.query(`update inbound_cursor set deep_at = now() - interval '61 s'`)
      await pollOnce(world)
      expect(await marked(world)).toEqual(isHidden ? [] : ids)
    }
  },
)

test.concurrent('an instance whose clock was ahead for once is heard again', async () => {
  const { world, ids } = await quietWorld(1)
  await using _ = world
  world.emulator.clock.advance(86_400)
  await pollOnce(world)
  world.emulator.clock.advance(-86_400)
  await pollOnce(world)
  world.edit(ids[0]!, { state: '2' })
  await pollOnce(world)
  expect(await marked(world)).toEqual(ids)
})

test.concurrent(
  'a table is polled by one process, and by another only when the first is gone',
  async () => {
    const { world } = await quietWorld(1)
    await using _ = world
    const cursors = inboundCursors(world.database.kysely)
    await world.database.pool.query(
      'update inbound_cursor set polled_at = null, lease_until = null',
    )
    const both = await Promise.all([
      cursors.claimDue(10_000, 60, new Date(0)),
      cursors.claimDue(10_000, 60, new Date(0)),
    ])
    expect(both.flat()).toHaveLength(1)
    await world.database.pool.query(
      `update inbound_cursor set polled_at = now() - interval '1 minute'`,
    )
    expect(await cursors.claimDue(10_000, 60, new Date(0))).toEqual([])
    await cursors.renew(both.flat(), -1)
    expect(await cursors.claimDue(10_000, 60, new Date(0))).toHaveLength(1)
  },
)

test.concurrent(
  'tickets on a table of an earlier project are heard as long as they live',
  async () => {
    const { world, ids } = await quietWorld(1)
    await using _ = world
    const { pool } = world.database
    await pool.query(`update pairing set table_name = 'problem'`)
    const tables = async () => {
      await pool.query('update inbound_cursor set polled_at = null, lease_until = null')
      const due = await inboundCursors(world.database.kysely).claimDue(10_000, 60, new Date(0))
      return due.map(({ table }) => table).toSorted()
    }
    expect(await tables()).toEqual(['incident', 'problem'])
    await pool.query(`update ticket set condition = 'gone' where vulnerability_id = $1`, [ids[0]])
    expect(await tables()).toEqual(['problem'])
    await pool.query(`update ticket set condition = 'living'`)
    await pool.query('update pairing set removed_at = now()')
    expect(await tables()).toEqual([])
  },
)

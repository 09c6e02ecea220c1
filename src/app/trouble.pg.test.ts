import { expect, test } from 'vitest'

import { syncWorld } from '../../test/support/sync-world.ts'

test.concurrent('nothing is sent to an instance before its Retry-After has passed', async () => {
  await using world = await syncWorld()
  await world.add('Weak hash')
  await world.settled()
  world.emulator.faults.add({ kind: 'status', status: 429, retryAfter: 2, times: 1 })
  await world.addMany(['a', 'b', 'c', 'd', 'e', 'f'])
  await world.until(() => world.requests().some(({ status }) => status === 429))
  const asked = world.requests().find(({ status }) => status === 429)!
  await world.settled()
  const until = Date.parse(asked.at) + 2_000
  const early = world.emulator.requests.list(asked.id).filter((entry) => {
    return Date.parse(entry.at) > Date.parse(asked.at) + 1_000 && Date.parse(entry.at) < until
  })
  expect(early).toEqual([])
  expect(world.emulator.records('incident').filter(isOurs)).toHaveLength(7)
})

test.concurrent('a storm of 503 loses nothing and doubles nothing', async () => {
  await using world = await syncWorld({ unknownOutcomeSeconds: 2 })
  const ids = await world.addMany(['a', 'b', 'c'])
  await world.settled()
  world.emulator.faults.add({ kind: 'status', status: 503, retryAfter: 0, times: 12 })
  await Promise.all(ids.map((id) => world.move(id, 'IN_PROGRESS')))
  const later = await world.add('d')
  await world.settled(1)
  for (const id of ids) expect(world.ticketOf(id)['state']).toBe('2')
  expect(world.ticketOf(later)['state']).toBe('1')
})

test.concurrent.each(['hibernating', 'broken-json', 'empty-body', 'drop'] as const)(
  'an instance whose every answer is %s for a while is waited for',
  async (kind) => {
    await using world = await syncWorld({ unknownOutcomeSeconds: 1 })
    const id = await world.add('Weak hash')
    await world.settled()
    world.emulator.faults.add({ kind, times: 4, match: { path: '/api/now' } })
    await world.move(id, 'IN_PROGRESS')
    await world.settled(1)
    expect(world.ticketOf(id)['state']).toBe('2')
    expect(await world.status(id)).toBe('IN_PROGRESS')
    expect(await world.lines('ERROR')).toEqual([])
  },
)

test.concurrent('what an outage postponed goes on with the first good answer', async () => {
  await using world = await syncWorld()
  const id = await world.add('Weak hash')
  await world.settled()
  world.emulator.faults.add({ kind: 'status', status: 500 })
  await world.move(id, 'IN_PROGRESS')
  const { pool } = world.database
  const postponed = () =>
    pool.query(`update mark set due_at = now() + interval '1 hour' where tries > 0
                and lease_until is null`)
  // As after a long outage: its pauses have grown.
  await world.until(async () => (await postponed()).rowCount === 1)
  world.emulator.faults.clear()
  const well = performance.now()
  await world.settled()
  expect(performance.now() - well).toBeLessThan(5_000)
  expect(world.ticketOf(id)['state']).toBe('2')
})

test.concurrent('an instance that wakes up while a ticket is due gets it', async () => {
  await using world = await syncWorld({ unknownOutcomeSeconds: 1 })
  world.emulator.faults.add({ kind: 'hibernating', match: { method: 'POST' }, times: 2 })
  const id = await world.add('Weak hash')
  await world.settled()
  expect(world.ticketOf(id)['state']).toBe('1')
  // It never reached the instance, so there was nothing to be sure of.
  const { rows } = await world.database.pool.query('select outcome from attempt order by id')
  expect(rows.map(({ outcome }) => outcome)).toEqual(['abandoned', 'abandoned', 'created'])
})

test.concurrent(
  'a vulnerability that keeps failing says so in Recent deliveries, once',
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Weak hash')
    await world.settled()
    world.emulator.faults.add({ match: { method: 'PATCH' }, kind: 'status', status: 500, times: 5 })
    await world.move(id, 'IN_PROGRESS')
    await world.until(() => world.requests('PATCH').length >= 4)
    const lines = await world.lines('WARN')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({
      message: expect.stringContaining('it is tried again'),
      details: { vulnerability: String(id) },
    })
  },
)

test.concurrent(
  'an instance that stands still is told of once, not once for each vulnerability',
  async () => {
    await using world = await syncWorld()
    const ids = await world.addMany(['a', 'b', 'c', 'd', 'e'])
    await world.settled()
    world.emulator.faults.add({ kind: 'status', status: 429, retryAfter: 60, times: 1 })
    for (const id of ids) await world.move(id, 'IN_PROGRESS')
    await world.until(async () => (await world.lines('WARN')).length > 0)
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(await world.lines('WARN')).toMatchObject([
      {
        message: expect.stringContaining('everything waits'),
        details: { reason: expect.any(String) },
      },
    ])
  },
)

test.concurrent('an answer that is older than our last write is not believed', async () => {
  await using world = await syncWorld()
  const id = await world.add('Weak hash')
  await world.settled()
  await world.move(id, 'IN_PROGRESS')
  await world.settled(1)
  const { pool } = world.database
  // A replica of the instance that lags behind.
  await pool.query(
    `update ticket set written_mod_count = written_mod_count + 1, reading = null, reading_mod_count = null`,
  )
  await world.look(id)
  await world.until(async () => {
    const { rows } = await pool.query("select due_at > now() + interval '5 s' as waits from mark")
    return rows[0].waits === true
  })
  expect(await world.status(id)).toBe('IN_PROGRESS')
  await pool.query('update ticket set written_mod_count = written_mod_count - 1')
  await world.look(id)
  await world.settled()
  expect(world.requests('PATCH')).toHaveLength(1)
})

function isOurs(row: Readonly<Record<string, string | undefined>>): boolean {
  return row['correlation_id']?.startsWith('lockstep:') === true
}

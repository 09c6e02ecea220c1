import { once } from 'node:events'

import { expect, test } from 'vitest'

import { temporaryFolder } from '../../test/support/folder.ts'
import { syncWorld } from '../../test/support/sync-world.ts'
import { lockstepProcess } from './lockstep.fixture.ts'

test('a worker that is stopped while the instance stalls hands its work over in time', async () => {
  await using world = await syncWorld({ isRunning: false, unknownOutcomeSeconds: 1 })
  const { pool } = world.database
  const child = lockstepProcess(['worker'], {
    LOCKSTEP_DATA: await temporaryFolder(),
    DATABASE_URL: world.database.url,
    PUBLIC_URL: 'http://lockstep.test',
    LOCKSTEP_SEALING_KEY: world.key.toString('base64'),
    LOCKSTEP_ALLOWED_INSTANCES: world.emulator.url,
    LOCKSTEP_LOG: 'silent',
  })
  await once(child.stdout, 'data')
  const first = await world.add('Weak hash')
  await world.settled(1)
  const { faults } = world.emulator
  faults.add({ kind: 'delay', delayMs: 60_000, match: { table: 'incident' } })
  const titles = Array.from({ length: 12 }, (_, n) => `Hole ${n}`)
  const ids = await world.addMany(titles)
  // Four are in flight, the others wait for a lane.
  await world.until(() => world.requests().filter(({ status }) => status === 0).length >= 4)

  child.kill('SIGTERM')
  const told = performance.now()
  const [code] = await once(child, 'exit')
  expect(performance.now() - told).toBeLessThan(10_000)
  expect(code).toBe(0)
  const { rows } = await pool.query(
    `select (select count(*)::int from attempt where outcome = 'open') as open,
       (select count(*)::int from mark where lease_until > now()) as leased,
       (select count(*)::int from mark where looked_revision < revision) as waiting`,
  )
  expect(rows).toEqual([{ open: 0, leased: 0, waiting: ids.length }])

  // Another process goes on at once: nothing is forgotten, nothing made twice.
  faults.clear()
  await pool.query(`update lane set lease_until = '-infinity'`)
  world.start()
  await world.settled()
  for (const id of [first, ...ids]) expect(world.ticketOf(id)['state']).toBe('1')
})

import { once } from 'node:events'

import { expect, test } from 'vitest'

import { temporaryFolder } from '../../test/support/folder.ts'
import { syncWorld } from '../../test/support/sync-world.ts'
import { freePort } from '../app/free-port.ts'
import { lockstepProcess } from './lockstep.fixture.ts'

test('a worker says how things stand, and stopped while the instance stalls hands over in time', async () => {
  await using world = await syncWorld({ isRunning: false, unknownOutcomeSeconds: 1 })
  const { pool } = world.database
  const port = await freePort('127.0.0.1')
  const child = lockstepProcess(['worker'], {
    LOCKSTEP_METRICS_PORT: String(port),
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
  const instance = `servicenow="${world.emulator.url}"`
  let text = ''
  const metric = (line: string) => {
    const found = text.split('\n').find((each) => each.startsWith(`${line} `))
    return found === undefined ? null : Number(found.slice(line.length))
  }
  await world.until(async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
    expect(answer.headers.get('content-type')).toContain('text/plain')
    text = await answer.text()
    return (metric(`lockstep_servicenow_requests_waiting{${instance}}`) ?? 0) > 0
  })

  expect(metric(`lockstep_looks_waiting{${instance},priority="now"}`)).toBe(ids.length)
  expect(metric(`lockstep_looks_oldest_due_seconds{${instance},priority="now"}`)).toBeGreaterThan(0)
  expect(metric(`lockstep_lanes_in_flight{${instance}}`)).toBe(4)
  expect(metric(`lockstep_lanes_open{${instance}}`)).toBe(4)
  expect(metric(`lockstep_servicenow_requests_in_flight{${instance}}`)).toBe(4)
  expect(metric(`lockstep_circuit_open{${instance}}`)).toBe(0)
  expect(metric('lockstep_deliveries_total{level="info"}')).toBe(1)
  expect(metric('lockstep_crossing_seconds_count{direction="out"}')).toBe(1)
  expect(metric(`lockstep_servicenow_requests_total{${instance},method="POST",result="2xx"}`)).toBe(
    1,
  )
  expect(text).toMatch(/lockstep_login_end_timestamp_seconds\{integration="[^"]+",servicenow/)
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200)
  expect((await fetch(`http://127.0.0.1:${port}/api/v1/assets`)).status).toBe(404)

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

import { expect, test } from 'vitest'

import { syncWorld } from '../../test/support/sync-world.ts'

test('a newly identified vulnerability becomes one ticket', async () => {
  await using world = await syncWorld()
  const id = await world.add('SQL injection in login')
  await world.settled()
  const ticket = world.ticketOf(id)
  expect(ticket).toMatchObject({
    short_description: `[CONVISO] ${id} - SQL injection in login`,
    state: '1',
    impact: '1',
    urgency: '2',
    priority: '2',
  })
  expect(
    world.emulator.requests
      .list()
      .filter((entry) => entry.method === 'POST' && entry.path.includes('/table/')),
  ).toHaveLength(1)
})

test('a status moved here reaches the ticket', async () => {
  await using world = await syncWorld()
  const id = await world.add('Weak hash')
  await world.settled()
  await world.move(id, 'IN_PROGRESS')
  await world.settled()
  expect(world.ticketOf(id)['state']).toBe('2')
})

test('a state moved in ServiceNow reaches the vulnerability, and nothing echoes', async () => {
  await using world = await syncWorld()
  const id = await world.add('Open redirect')
  await world.settled()
  world.emulator.clock.advance(5)
  world.emulator.edit('incident', String(world.ticketOf(id)['sys_id']), { state: '2' })
  await world.settled(1)
  await world.settled()
  expect(await world.status(id)).toBe('IN_PROGRESS')
  const writes = world.emulator.requests.list().filter((entry) => entry.method === 'PATCH')
  expect(writes).toEqual([])
})

test('with nothing new a poll is one request for each table', async () => {
  await using world = await syncWorld()
  for (let n = 0; n < 5; n++) await world.add(`Finding ${n}`)
  await world.settled(1)
  const before = world.emulator.requests.list().length
  await world.settled(1)
  const after = world.emulator.requests.list().slice(before)
  expect(after.filter((entry) => entry.method === 'GET').length).toBeLessThanOrEqual(2)
})

test('an insert that commits and loses its answer is found, not repeated', async () => {
  await using world = await syncWorld({ unknownOutcomeSeconds: 5 })
  world.emulator.faults.add({
    match: { method: 'POST', table: 'incident' },
    kind: 'commit-then-drop',
    times: 1,
  })
  const id = await world.add('Path traversal')
  await world.settled()
  expect(world.ticketOf(id)['state']).toBe('1')
})

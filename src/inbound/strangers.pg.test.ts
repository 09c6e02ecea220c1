import { expect, test } from 'vitest'

import { syncWorld, type World } from '../../test/support/sync-world.ts'
import { correlationPrefix } from '../connection/correlation.ts'

/** What "Insert and Stay" makes of a ticket: another record with the same values. */
function insertAndStay(world: World, id: number) {
  const { short_description: title = '', correlation_id: key = '' } = world.ticketOf(id)
  return world.emulator.insert(
    'incident',
    { short_description: title, correlation_id: key },
    'beth.anglin',
  )
}

test.concurrent('a copy of a ticket is left alone, and told of once', async () => {
  await using world = await syncWorld()
  const id = await world.add('Open redirect')
  await world.settled()
  const ticket = world.ticketOf(id)
  const copy = insertAndStay(world, id)
  await world.settled(1)
  world.emulator.edit('incident', copy['sys_id'] ?? '', { state: '2' }, 'beth.anglin')
  await world.settled(1)
  await world.look(id)
  await world.settled(1)
  expect(await world.lines('WARN')).toMatchObject([
    { details: { number: ticket['number'], copy: copy['number'] } },
  ])
  expect(await world.status(id)).toBe('IDENTIFIED')
  await world.move(id, 'AWAITING_VALIDATION')
  await world.settled(1)
  const states = world.ticketsOf(id).map((row) => [row['number'], row['state']])
  expect(new Map(states.map(([number, state]) => [number, state]))).toEqual(
    new Map([
      [ticket['number'], '3'],
      [copy['number'], '2'],
    ]),
  )
  expect(await world.lines('ERROR')).toEqual([])
})

test.concurrent(
  'tickets of ours that the database does not know stop all creating, and say so',
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Open redirect')
    await world.settled(1)
    const prefix = correlationPrefix(world.due.correlationPrefixOf)
    const key = `${prefix}7c9e6679-7425-40de-944b-e07fc1f90ae7`
    const stranger = world.emulator.insert('incident', { correlation_id: key }, 'itil')
    await world.settled(1)
    const later = await world.add('Weak hash')
    await world.settled(1)
    expect(world.ticketsOf(later)).toEqual([])
    expect(await world.vulnerability(later)).toMatchObject({ sending: 'held' })
    const errors = await world.lines('ERROR')
    expect(errors).toHaveLength(1)
    expect(errors[0]?.message).toContain('does not know')
    expect(errors[0]?.details['number']).toBe(stranger['number'])
    // What has a ticket goes on.
    await world.move(id, 'IN_PROGRESS')
    await world.settled()
    expect(world.ticketOf(id)['state']).toBe('2')
  },
)

test.concurrent(
  "records of another installation on the same instance are none of this one's business",
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Open redirect')
    const key = `${correlationPrefix('ffffffff-ffff')}7c9e6679-7425-40de-944b-e07fc1f90ae7`
    world.emulator.insert('incident', { correlation_id: key }, 'itil')
    await world.settled(1)
    expect(world.ticketOf(id)['state']).toBe('1')
    expect(await world.lines('ERROR')).toEqual([])
  },
)

test.concurrent(
  'an instance that ignores our query gives us the whole table: nobody is touched',
  async () => {
    await using world = await syncWorld({ unknownOutcomeSeconds: 1 })
    const id = await world.add('Open redirect')
    await world.settled(1)
    const before = world.emulator.records('incident')
    // As if the column had been removed, or hidden by an ACL: its condition is dropped.
    const { database } = world.emulator.instance
    for (const name of ['task', 'incident'])
      (database.must(name).columns as Map<string, unknown>).delete('correlation_id')
    world.emulator.faults.add({ match: { method: 'POST' }, kind: 'commit-then-drop', times: 1 })
    const lost = await world.add('Weak hash')
    await world.move(id, 'IN_PROGRESS')
    await world.polled()
    await world.polled()
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const others = world.emulator.records('incident').filter((row) => {
      return before.some((old) => old['sys_id'] === row['sys_id'])
    })
    expect(others).toEqual(before)
    expect(world.ticketsOf(lost)).toHaveLength(1)
    const { rows } = await world.database.pool.query('select count(*)::int as count from ticket')
    expect(rows).toEqual([{ count: 1 }])
  },
)

test.concurrent(
  'a record whose correlation id was changed is no longer ours to write to',
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Open redirect')
    await world.settled()
    world.edit(id, { correlation_id: 'someone else' })
    await world.move(id, 'IN_PROGRESS')
    await world.settled(1)
    expect(world.ticketOf(id)['state']).toBe('1')
    expect(world.requests('PATCH')).toEqual([])
    expect(await world.lines('ERROR')).toHaveLength(1)
    expect(await world.vulnerability(id)).toMatchObject({ sending: 'refused' })
  },
)

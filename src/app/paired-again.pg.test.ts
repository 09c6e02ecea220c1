import { expect, test } from 'vitest'

import { INCIDENT, row } from '../../test/support/sync-mapping.ts'
import { syncWorld, type World } from '../../test/support/sync-world.ts'
import { pairings } from '../store/pairing.ts'

/** As the trash of the form does, and as Save does after it. */
async function unpair(world: World, id: number): Promise<void> {
  await pairings(world.database.kysely).remove(world.pairingId)
  await world.look(id)
  await world.settled()
}

async function pair(world: World, id: number, table = 'incident'): Promise<void> {
  const { integrationId, assetId } = world
  await pairings(world.database.kysely).add({
    integrationId,
    assetId,
    table,
    tableLabel: table,
    mapping: { ...INCIDENT, outbound: { ...INCIDENT.outbound, AWAITING_VALIDATION: row('2') } },
  })
  await world.look(id)
}

test.concurrent('a removed project stops the sync both ways and leaves the tickets', async () => {
  await using world = await syncWorld()
  const id = await world.add('Weak hash')
  await world.settled(1)
  await unpair(world, id)
  const asked = world.emulator.requests.list().length
  await world.move(id, 'IN_PROGRESS')
  world.edit(id, { state: '3', hold_reason: '1' })
  await world.settled()
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  expect(world.emulator.requests.list()).toHaveLength(asked)
  expect(world.ticketOf(id)['state']).toBe('3')
  expect(await world.status(id)).toBe('IN_PROGRESS')
  expect((await world.vulnerability(id)).sending_reason).toContain('left as it is')
})

test.concurrent('paired again, the same tickets go on, with what happened meanwhile', async () => {
  await using world = await syncWorld()
  const id = await world.add('Weak hash')
  const other = await world.add('Open redirect')
  await world.settled(1)
  await unpair(world, id)
  await world.move(id, 'AWAITING_VALIDATION')
  world.edit(other, { state: '2' })
  await world.settled()
  await pair(world, id)
  await world.settled(1)
  expect(world.ticketOf(id)['state']).toBe('2')
  expect(await world.status(id)).toBe('AWAITING_VALIDATION')
  expect(await world.status(other)).toBe('IN_PROGRESS')
  expect(world.requests('POST')).toHaveLength(2)
})

test.concurrent(
  'a ticket whose making was lost before the project was removed is looked for when it is back',
  async () => {
    await using world = await syncWorld({ timeoutMs: 300, unknownOutcomeSeconds: 20 })
    const match = { method: 'POST', table: world.table }
    world.emulator.faults.add({ match, kind: 'status-then-commit', times: 1, delayMs: 1_500 })
    const id = await world.add('Weak hash')
    await world.until(async () => (await world.vulnerability(id)).sending === 'unsure')
    await unpair(world, id)
    await world.move(id, 'FALSE_POSITIVE')
    await world.settled()
    const affected = await pairings(world.database.kysely).affected(world.assetId)
    expect(affected).toEqual([id])
    await pair(world, id)
    await world.until(async () => (await world.vulnerability(id)).sending === 'sent')
    await world.settled()
    expect(world.ticketOf(id)['state']).toBe('8')
    expect(world.requests('POST')).toHaveLength(1)
  },
)

test.concurrent(
  'paired with another table, an old ticket keeps to its own, and a new one goes there',
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Weak hash')
    await world.settled()
    await unpair(world, id)
    await pair(world, id, 'u_vulnerabilities')
    const later = await world.add('Open redirect')
    await world.settled()
    await world.move(id, 'AWAITING_VALIDATION')
    await world.settled()
    // By the mapping that it was made with.
    expect(world.ticketOf(id)['state']).toBe('3')
    expect(
      world.emulator.records('u_vulnerabilities').map((one) => one['short_description']),
    ).toEqual([`[CONVISO] ${later} - Open redirect`])
    await world.polled()
    world.edit(id, { state: '1' })
    await world.settled(1)
    expect(await world.status(id)).toBe('IDENTIFIED')
  },
)

test.concurrent('what was found before the project is held until somebody answers', async () => {
  await using world = await syncWorld()
  await world.database.pool.query('alter table vulnerability alter column held set default true')
  const id = await world.add('Weak hash')
  await world.settled()
  expect(await world.vulnerability(id)).toMatchObject({ sending: 'held' })
  expect(world.writes()).toEqual([])
  const released = await pairings(world.database.kysely).release(world.assetId, ['HIGH'])
  expect(released).toEqual([id])
  await world.look(id)
  await world.settled()
  expect(world.ticketOf(id)['state']).toBe('1')
})

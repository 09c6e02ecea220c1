import { expect, test } from 'vitest'

import { INCIDENT, row } from '../../test/support/sync-mapping.ts'
import { syncWorld } from '../../test/support/sync-world.ts'
import type { Reading } from '../connection/ticket.ts'
import { readings } from '../store/reading.ts'
import { tickets } from '../store/ticket.ts'
import { heardOf } from './poll.ts'

const RESOLVED = { state: '6', close_code: 'Solution provided', close_notes: 'Accepted by the CAB' }

test('a state moved in ServiceNow is here within the poll interval and a second', async () => {
  await using world = await syncWorld()
  const id = await world.add('Open redirect')
  await world.settled(1)
  const began = performance.now()
  world.edit(id, { state: '2' })
  await world.until(async () => (await world.status(id)) === 'IN_PROGRESS')
  expect(performance.now() - began).toBeLessThan(2_000)
  await world.settled(1)
  expect(world.requests('PATCH')).toEqual([])
})

test.concurrent('a change that follows another in the same second is heard as well', async () => {
  await using world = await syncWorld()
  const id = await world.add('Open redirect')
  await world.settled()
  world.edit(id, { state: '2' })
  await world.polled()
  world.edit(id, { state: '3' })
  await world.settled(1)
  expect(await world.status(id)).toBe('AWAITING_VALIDATION')
})

test.concurrent(
  'a risk accepted there names ticket and person, and is due again in 90 days',
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Open redirect')
    await world.settled()
    world.edit(id, RESOLVED, 'david.loo')
    await world.settled(1)
    const vulnerability = await world.vulnerability(id)
    expect(vulnerability.status).toBe('RISK_ACCEPTED')
    expect(vulnerability.status_actor).toMatchObject({
      kind: 'integration',
      id: String(world.integrationId),
      name: expect.stringContaining('david.loo'),
    })
    expect(vulnerability.status_reason).toContain(world.ticketOf(id)['number'])
    expect(vulnerability.status_reason).toContain('david.loo')
    const inDays = (Date.parse(vulnerability.risk_accepted_until ?? '') - Date.now()) / 86_400_000
    expect(inDays).toBeGreaterThan(88)
    expect(inDays).toBeLessThan(91)
    const entry = (await world.timeline(id)).find(({ message }) => message.startsWith('Changed'))
    expect(entry).toMatchObject({
      message: 'Changed status from Identified to Risk Accepted',
      actor: { kind: 'integration' },
    })
  },
)

test.concurrent('a person who moves the ticket away from a final status is followed', async () => {
  await using world = await syncWorld()
  const id = await world.add('Open redirect')
  await world.settled()
  await world.move(id, 'RISK_ACCEPTED', 'internal only')
  await world.settled()
  world.edit(id, { state: '2' })
  await world.settled(1)
  expect(await world.vulnerability(id)).toMatchObject({
    status: 'IN_PROGRESS',
    risk_accepted_until: null,
  })
})

test.concurrent(
  'a state without a mapping, and one to be ignored, change nothing here',
  async () => {
    await using world = await syncWorld({
      mapping: { inbound: { '1': 'IDENTIFIED', '2': 'ignore' } },
    })
    const id = await world.add('Open redirect')
    await world.settled()
    world.edit(id, { state: '2' })
    await world.settled(1)
    expect(await world.status(id)).toBe('IDENTIFIED')
    expect(await world.lines('INFO')).toHaveLength(1)
    world.edit(id, { state: '3', hold_reason: '1' })
    await world.settled(1)
    expect(await world.status(id)).toBe('IDENTIFIED')
    expect((await world.lines('INFO')).at(-1)?.message).toContain('On Hold (3) is not mapped')
    expect(world.ticketOf(id)['state']).toBe('3')
    expect(world.requests('PATCH')).toEqual([])
    // If our side moves too, ours is pushed.
    await world.move(id, 'FALSE_POSITIVE')
    await world.settled()
    expect(world.ticketOf(id)['state']).toBe('8')
  },
)

test.concurrent('of several statuses on one state, the one that we have stays', async () => {
  await using world = await syncWorld({
    mapping: {
      outbound: { ...INCIDENT.outbound, AWAITING_VALIDATION: row('2') },
      inbound: { '1': 'IDENTIFIED', '2': 'IN_PROGRESS' },
    },
  })
  const id = await world.add('Open redirect')
  await world.settled()
  await world.move(id, 'AWAITING_VALIDATION')
  await world.settled(1)
  expect(world.ticketOf(id)['state']).toBe('2')
  expect(await world.status(id)).toBe('AWAITING_VALIDATION')
  world.edit(id, { state: '1' })
  await world.settled(1)
  world.edit(id, { state: '2' })
  await world.settled(1)
  expect(await world.status(id)).toBe('IN_PROGRESS')
})

test.concurrent.each([
  ['servicenow', 'IN_PROGRESS', '2'],
  ['platform', 'AWAITING_VALIDATION', '3'],
] as const)(
  'both moved, and %s wins: the timeline names the loser',
  async (winner, status, state) => {
    await using world = await syncWorld({ mapping: { winner }, isRunning: false })
    const first = world.start()
    const id = await world.add('Open redirect')
    await world.settled()
    await first.stop()
    world.edit(id, { state: '2' })
    await world.move(id, 'AWAITING_VALIDATION')
    world.start()
    await world.settled(1)
    expect(await world.status(id)).toBe(status)
    expect(world.ticketOf(id)['state']).toBe(state)
    const conflicts = (await world.timeline(id)).filter(({ message }) => message.startsWith('Both'))
    expect(conflicts).toHaveLength(1)
    expect(conflicts[0]?.message).toContain('Awaiting Validation')
    expect(conflicts[0]?.message).toContain('In Progress')
  },
)

test.concurrent(
  'a row that the poll heard is not replaced by the older answer to our own write',
  async () => {
    await using world = await syncWorld({ isRunning: false })
    const running = world.start()
    const id = await world.add('Open redirect')
    await world.settled()
    await running.stop()
    const heard = heardOf(world.edit(id, { state: '2' }), '')
    const { kysely } = world.database
    await readings(kysely, world.instanceId).keepNews([heard])
    const { rows } = await world.database.pool.query<{ id: number; reading: Reading }>(
      'select id, reading from ticket',
    )
    const { id: ticket, reading } = rows[0]!
    await tickets(kysely).written(ticket, {
      ...reading,
      state: '1',
      modCount: heard.reading.modCount - 1,
    })
    world.start()
    await world.look(id)
    await world.settled()
    expect(await world.status(id)).toBe('IN_PROGRESS')
    expect(world.requests('PATCH')).toEqual([])
  },
)

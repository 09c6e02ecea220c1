import { expect, test } from 'vitest'

import type { Fault } from '../../emulator/control/faults.ts'
import { INCIDENT, row } from '../../test/support/sync-mapping.ts'
import { syncWorld, type World } from '../../test/support/sync-world.ts'
import { memory } from '../store/memory.ts'

const RULE = "Operation against file 'incident' was aborted by Business Rule 'Freeze^1'"
const ACL = 'ACL Exception Insert Failed due to security constraints'

function refuse(world: World, method: string, detail: string, more: Partial<Fault> = {}): string {
  const words = { status: 403, message: 'Operation Failed', detail }
  return world.emulator.faults.add({ match: { method }, kind: 'status', ...words, ...more })
}

test.concurrent.each([
  ['an ACL', ACL],
  ['a business rule', RULE],
])(
  'a create that %s refuses is told in its words, and not tried again by itself',
  async (_, words) => {
    await using world = await syncWorld()
    const fault = refuse(world, 'POST', words)
    const id = await world.add('Open redirect')
    await world.settled()
    for (let n = 0; n < 3; n++) {
      await world.look(id)
      await world.settled()
    }
    expect(world.requests('POST')).toHaveLength(1)
    const vulnerability = await world.vulnerability(id)
    expect(vulnerability.sending).toBe('refused')
    expect(vulnerability.sending_reason).toContain(words)
    const [line, ...more] = await world.lines('ERROR')
    expect(more).toEqual([])
    expect(line?.details['reason']).toContain(words)
    // A person asks for it once what was in the way is gone.
    world.emulator.faults.clear(fault)
    await memory(world.database.kysely, id).forgive()
    await world.look(id)
    await world.settled()
    expect(world.ticketOf(id)['state']).toBe('1')
    expect(await world.vulnerability(id)).toMatchObject({ sending: 'sent' })
  },
)

test.concurrent('what was refused is tried again when the vulnerability changes', async () => {
  await using world = await syncWorld()
  const fault = refuse(world, 'POST', RULE)
  const id = await world.add('Open redirect')
  await world.settled()
  world.emulator.faults.clear(fault)
  await world.rewrite(id, { title: 'Open redirect after login' })
  await world.settled()
  expect(world.ticketOf(id)['state']).toBe('1')
})

test.concurrent(
  'a close that lacks mandatory fields names them, and goes through once they are mapped',
  async () => {
    await using world = await syncWorld({
      mapping: { outbound: { ...INCIDENT.outbound, RISK_ACCEPTED: row('6') } },
    })
    const id = await world.add('Open redirect')
    await world.settled()
    await world.move(id, 'RISK_ACCEPTED', 'internal')
    await world.settled()
    await world.look(id)
    await world.settled(1)
    expect(world.requests('PATCH')).toHaveLength(1)
    expect(world.ticketOf(id)['state']).toBe('1')
    expect(await world.status(id)).toBe('RISK_ACCEPTED')
    const { sending_reason: reason } = await world.vulnerability(id)
    expect(reason).toContain('Resolution code')
    await world.remap({})
    await world.look(id)
    await world.settled()
    // The second mapping has the same row: still refused, but now by another wish.
    expect(world.requests('PATCH')).toHaveLength(2)
    await world.remap({ outbound: INCIDENT.outbound })
    await world.look(id)
    await world.settled(1)
    expect(world.ticketOf(id)).toMatchObject({ state: '6', close_notes: 'internal (Ada)' })
    expect(await world.vulnerability(id)).toMatchObject({ sending: 'sent' })
  },
)

test.concurrent('a refused move does not hold up a title', async () => {
  await using world = await syncWorld({
    mapping: { outbound: { ...INCIDENT.outbound, RISK_ACCEPTED: row('6') } },
  })
  const id = await world.add('Open redirect')
  await world.settled()
  await world.database.transaction(async (tx) => {
    await tx.updateTable('vulnerability').set({ title: 'Renamed' }).where('id', '=', id).execute()
  })
  await world.move(id, 'RISK_ACCEPTED')
  await world.settled(1)
  expect(world.ticketOf(id)).toMatchObject({
    state: '1',
    short_description: `[CONVISO] ${id} - Renamed`,
  })
  expect(await world.vulnerability(id)).toMatchObject({ sending: 'refused' })
  const writes = world.requests('PATCH').length
  await world.look(id)
  await world.settled(1)
  expect(world.requests('PATCH')).toHaveLength(writes)
})

test.concurrent('a way that is refused half-way is known to stand where it stopped', async () => {
  await using world = await syncWorld({
    table: 'problem',
    mapping: {
      outbound: {
        IDENTIFIED: row('101'),
        RISK_ACCEPTED: {
          ...row('107', { resolution_code: 'canceled' }),
          hops: [row('102'), row('103')],
        },
      },
      inbound: { '101': 'IDENTIFIED', '102': 'IN_PROGRESS', '107': 'RISK_ACCEPTED' },
    },
  })
  const id = await world.add('Open redirect')
  await world.settled()
  const group = world.emulator.records('sys_user').find((one) => one['user_name'] === 'beth.anglin')
  world.edit(id, { assigned_to: group?.['sys_id'] ?? '' })
  await world.move(id, 'RISK_ACCEPTED')
  await world.settled(2)
  // Closing lacks its notes; the ticket stands at the state before, which is no move of theirs.
  expect(world.ticketOf(id)['state']).toBe('103')
  expect(await world.status(id)).toBe('RISK_ACCEPTED')
  const { rows } = await world.database.pool.query(
    'select agreed_status, agreed_state, under_way from ticket',
  )
  expect(rows).toEqual([{ agreed_status: 'IDENTIFIED', agreed_state: '103', under_way: null }])
  await world.remap({
    outbound: {
      IDENTIFIED: row('101'),
      RISK_ACCEPTED: {
        ...row('107', { resolution_code: 'canceled', close_notes: 'done' }),
        hops: [row('102'), row('103')],
      },
    },
    inbound: { '101': 'IDENTIFIED', '102': 'IN_PROGRESS', '107': 'RISK_ACCEPTED' },
  })
  await world.look(id)
  await world.settled(1)
  expect(world.ticketOf(id)['state']).toBe('107')
  expect(await world.status(id)).toBe('RISK_ACCEPTED')
})

test.concurrent('a work note that is refused is told of, and not tried again', async () => {
  await using world = await syncWorld()
  const id = await world.add('Open redirect')
  await world.settled()
  refuse(world, 'PATCH', RULE)
  await world.move(id, 'FIX_ACCEPTED')
  await world.settled()
  await world.look(id)
  await world.settled(1)
  expect(world.requests('PATCH')).toHaveLength(1)
  expect(await world.lines('ERROR')).toHaveLength(1)
})

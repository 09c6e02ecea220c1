import { expect, test } from 'vitest'

import { INCIDENT, row } from '../../test/support/sync-mapping.ts'
import { syncWorld } from '../../test/support/sync-world.ts'

const CLOSING = { close_code: 'Solution provided', close_notes: 'Vulnerability {id}: {reason}' }
const WITH_FIXED = {
  outbound: { ...INCIDENT.outbound, RISK_ACCEPTED: row('8'), FIX_ACCEPTED: row('6', CLOSING) },
  inbound: { ...INCIDENT.inbound, '6': 'FIX_ACCEPTED', '8': 'RISK_ACCEPTED' },
} as const

test.concurrent(
  'Fixed without a state of its own is one work note, and the state stays',
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Weak hash')
    await world.settled()
    await world.move(id, 'FIX_ACCEPTED', 'gone since 1.2')
    await world.settled()
    expect(world.notes(id)).toEqual([expect.stringContaining('Fixed: gone since 1.2')])
    expect(world.ticketOf(id)['state']).toBe('1')
    await world.look(id)
    await world.settled(1)
    expect(world.notes(id)).toHaveLength(1)
    expect(await world.status(id)).toBe('FIX_ACCEPTED')
  },
)

test.concurrent.each(['commit-then-drop', 'commit-then-status', 'empty-body'] as const)(
  'a work note whose answer is lost (%s) is written once all the same',
  async (kind) => {
    await using world = await syncWorld()
    const id = await world.add('Weak hash')
    await world.settled()
    world.emulator.faults.add({ match: { method: 'PATCH' }, kind, times: 1 })
    await world.move(id, 'FIX_ACCEPTED')
    await world.settled()
    expect(world.notes(id)).toHaveLength(1)
  },
)

test.concurrent(
  'found again takes the note back, and fixed once more is told once more',
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Weak hash')
    await world.settled()
    await world.move(id, 'FIX_ACCEPTED')
    await world.settled()
    await world.move(id, 'IDENTIFIED')
    await world.settled()
    await world.move(id, 'FIX_ACCEPTED')
    await world.settled()
    expect(world.notes(id).map((note) => note.split(':')[0])).toEqual([
      'Fixed',
      'Found again',
      'Fixed',
    ])
  },
)

test.concurrent('found again brings the same ticket back to the state of Identified', async () => {
  await using world = await syncWorld({ mapping: WITH_FIXED })
  const id = await world.add('Weak hash')
  await world.settled()
  await world.move(id, 'FIX_ACCEPTED', 'upgraded')
  await world.settled()
  expect(world.ticketOf(id)).toMatchObject({
    state: '6',
    close_notes: `Vulnerability ${id}: upgraded`,
  })
  await world.move(id, 'IDENTIFIED')
  await world.settled(1)
  expect(world.ticketOf(id)['state']).toBe('1')
  expect(world.writes()).toHaveLength(3)
})

test.concurrent(
  'where the instance refuses to reopen, people hear it in its own words',
  async () => {
    await using world = await syncWorld({ mapping: WITH_FIXED })
    const id = await world.add('Weak hash')
    await world.settled()
    await world.move(id, 'FIX_ACCEPTED')
    await world.settled()
    world.emulator.faults.add({
      match: { method: 'PATCH', contains: '"state":"1"' },
      kind: 'status',
      status: 403,
      message: 'Operation Failed',
      detail: "Operation against file 'incident' was aborted by Business Rule 'No reopening^1'",
    })
    await world.move(id, 'IDENTIFIED')
    await world.settled(1)
    expect(world.ticketOf(id)['state']).toBe('6')
    expect(await world.status(id)).toBe('IDENTIFIED')
    const vulnerability = await world.vulnerability(id)
    expect(vulnerability.sending).toBe('refused')
    expect(vulnerability.sending_reason).toContain('No reopening')
    const [line, ...more] = await world.lines('ERROR')
    expect(more).toEqual([])
    expect(line?.message).toContain('refused to reopen')
    expect(line?.details['reason']).toContain('No reopening')
  },
)

test.concurrent('a follow-up ticket names the closed one, which is left as it is', async () => {
  await using world = await syncWorld({ mapping: WITH_FIXED })
  const id = await world.add('Weak hash')
  await world.settled()
  await world.move(id, 'FIX_ACCEPTED')
  await world.settled()
  const old = world.ticketOf(id)
  await world.database.pool.query(
    `update vulnerability set status = 'IDENTIFIED', generation = 2, sent_by_hand = true`,
  )
  await world.look(id)
  await world.settled(1)
  const tickets = world.ticketsOf(id)
  expect(tickets).toHaveLength(2)
  const next = tickets.find(({ number }) => number !== old['number'])!
  expect(next['state']).toBe('1')
  expect(tickets.find(({ number }) => number === old['number'])?.['state']).toBe('6')
  const notes = world.emulator.records('sys_journal_field')
  expect(notes.filter((note) => note['element_id'] === next['sys_id'])).toMatchObject([
    { value: expect.stringContaining(old['number'] ?? '?') },
  ])
  expect(await world.lines('ERROR')).toEqual([])
})

test.concurrent('an archived vulnerability leaves one note, and its ticket alone', async () => {
  await using world = await syncWorld()
  const id = await world.add('Weak hash')
  await world.settled()
  await world.database.pool.query('update vulnerability set archived_at = now() where id = $1', [
    id,
  ])
  await world.look(id)
  await world.settled()
  expect(world.notes(id)).toEqual([expect.stringContaining('archived')])
  world.edit(id, { state: '2' })
  await world.move(id, 'AWAITING_VALIDATION')
  await world.settled(1)
  expect(world.notes(id)).toHaveLength(1)
  expect(world.ticketOf(id)['state']).toBe('2')
  expect(await world.status(id)).toBe('AWAITING_VALIDATION')
})

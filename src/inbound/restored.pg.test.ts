import { randomUUID } from 'node:crypto'

import { expect, test } from 'vitest'

import { syncWorld, type World } from '../../test/support/sync-world.ts'
import { correlationPrefix } from '../connection/correlation.ts'
import { sleep } from '../lib/sleep.ts'
import { sayMoved } from '../store/place.ts'

/** A vulnerability whose ticket was made after the backup that is there now. */
async function madeAndForgotten(world: World): Promise<number> {
  const before = world.start()
  const id = await world.add('Open redirect')
  await world.settled()
  await before.stop()
  await world.database.pool.query('delete from ticket')
  await world.database.pool.query('delete from attempt')
  return id
}

test('a backup restored in its own place makes no ticket a second time', async () => {
  await using world = await syncWorld({ isRunning: false })
  const { pool } = world.database
  const id = await madeAndForgotten(world)
  await pool.query(
    `update inbound_cursor set heard_at = $1::timestamptz - interval '1 hour',
       polled_at = $1::timestamptz - interval '1 hour', watermark = '2000-01-01 00:00:00'`,
    [world.database.openedAt],
  )
  await world.look(id)

  world.start()
  await world.settled(1)
  expect(world.ticketsOf(id)).toHaveLength(1)
  expect(await world.vulnerability(id)).toMatchObject({ sending: 'held' })
  expect((await world.lines('ERROR'))[0]?.message).toContain('does not know')
})

test('nothing is created before the instance has been heard, and at once after it', async () => {
  await using world = await syncWorld({ isRunning: false })
  const id = await world.add('Open redirect')
  await world.database.pool.query('update integration set poll_seconds = 3600')
  world.start()
  await world.settled()
  expect(world.ticketsOf(id)).toHaveLength(1)
  const calls = world.requests().map(({ method }) => method)
  expect(calls.indexOf('GET')).toBeLessThan(calls.indexOf('POST'))
})

test('a ticket that a backup forgot is closed although its vulnerability was closed before "recover"', async () => {
  await using world = await syncWorld()
  const id = await world.add('Open redirect')
  const never = await world.add('Weak hash', { status: 'CREATED' })
  await world.settled()
  await world.database.pool.query('delete from ticket')
  await world.database.pool.query('delete from attempt')
  await world.move(id, 'FALSE_POSITIVE')
  await world.settled()
  expect(world.ticketOf(id)['state']).toBe('1')

  await sayMoved(world.database, 'here')
  await world.settled()
  expect(world.ticketOf(id)['state']).toBe('8')
  expect(world.ticketsOf(never)).toEqual([])
})

test('what is found or paired only after "recover" finds the ticket that the backup forgot', async () => {
  // This instance makes the sys_id itself: it would take a second ticket.
  await using world = await syncWorld({ emulator: { honourSysId: false } })
  const { pool } = world.database
  const lost = await world.add('Open redirect')
  const unpaired = await world.add('Weak hash')
  await world.settled()
  await pool.query('delete from ticket')
  await pool.query('delete from attempt')
  await pool.query('update pairing set removed_at = now()')
  const { rows } = await pool.query<{ key: string }>(
    `update vulnerability v set ticket_key = gen_random_uuid(), archived_at = now(),
       fingerprint = 'lost'
     from vulnerability before where v.id = $1 and before.id = v.id
     returning before.ticket_key as key`,
    [lost],
  )
  await sayMoved(world.database, 'here')
  await world.settled()

  await pool.query('update pairing set removed_at = null')
  const foundAgain = await world.add('Open redirect', { status: 'CREATED' })
  await pool.query('update vulnerability set ticket_key = $1 where id = $2', [
    rows[0]?.key,
    foundAgain,
  ])
  await world.move(foundAgain, 'IDENTIFIED')
  await world.look(unpaired)
  await world.settled()
  for (const id of [foundAgain, unpaired]) {
    expect((await world.timeline(id)).at(-1)?.message).toMatch(/^Found Incident/)
    expect(world.ticketsOf(id)).toHaveLength(1)
  }
})

test('what a backup forgot stops nothing again once somebody has said "recover"', async () => {
  await using world = await syncWorld({ unknownOutcomeSeconds: 1 })
  const { pool } = world.database
  const id = await world.add('Open redirect')
  await world.settled()
  const orphan = world.ticketOf(id)['sys_id'] ?? ''
  await pool.query('delete from ticket')
  await pool.query('delete from attempt')
  await pool.query(
    `update vulnerability set ticket_key = gen_random_uuid(), status = 'CREATED' where id = $1`,
    [id],
  )
  // Times there have no parts of a second.
  await sleep(1_100)
  await world.settled(1)
  expect(await world.lines('ERROR')).toHaveLength(1)
  await sayMoved(world.database, 'here')
  await world.settled(1)

  world.emulator.edit('incident', orphan, { state: '2' }, 'beth.anglin')
  await world.settled(1)
  const later = await world.add('Weak hash')
  await world.settled(1)
  expect(world.ticketsOf(later)).toHaveLength(1)
  expect(await world.lines('ERROR')).toHaveLength(1)

  const key = `${correlationPrefix(world.due.correlationPrefixOf)}${randomUUID()}`
  await sleep(1_100)
  world.emulator.insert('incident', { correlation_id: key }, 'itil')
  await world.settled(1)
  expect(await world.lines('ERROR')).toHaveLength(2)
})

test('an instance that takes our sys_id refuses what a database that forgot asks for again', async () => {
  await using world = await syncWorld({ isRunning: false })
  const { pool } = world.database
  const id = await madeAndForgotten(world)
  // Nothing is heard that would stop it: it believes to have heard, and polls fail.
  await pool.query(`update inbound_cursor set heard_at = now() + interval '1 hour'`)
  const match = { method: 'GET', contains: 'correlation_idSTARTSWITH' }
  world.emulator.faults.add({ kind: 'status', status: 500, match })
  await world.look(id)

  world.start()
  const last = async () => (await world.timeline(id)).at(-1)?.message ?? ''
  await world.until(async () => (await last()).startsWith('Found Incident'))
  expect(world.requests('POST')).toHaveLength(2)
  expect(world.ticketsOf(id)).toHaveLength(1)
})

import { expect, test } from 'vitest'

import { syncWorld } from '../../test/support/sync-world.ts'
import { placeOf, sayMoved, settleIn } from './place.ts'

test('a database that forgot a ticket finds it again after a move, and makes no second one', async () => {
  await using world = await syncWorld()
  const { database } = world
  const id = await world.add('SQL injection in login')
  await world.settled()
  const number = world.ticketOf(id)['number']
  // As a backup from before the ticket would have it.
  await database.pool.query('delete from ticket')
  await database.pool.query('delete from attempt')
  await sayMoved(database, await placeOf(database, null))
  await world.settled()
  expect(world.ticketOf(id)['number']).toBe(number)
  const { rows } = await database.pool.query('select number from ticket')
  expect(rows).toEqual([{ number }])
})

test('a database in another place creates nothing until somebody says what happened', async () => {
  await using world = await syncWorld({ unknownOutcomeSeconds: 2 })
  const { database } = world
  expect(await settleIn(database, 'here')).toBeNull()
  expect(await settleIn(database, 'here')).toBeNull()
  expect(await settleIn(database, 'there')).toMatch(/another place/)
  const id = await world.add('Weak hash')
  await world.settled()
  expect(() => world.ticketOf(id)).toThrow('0 tickets')
  await sayMoved(database, 'there')
  await world.settled()
  expect(world.ticketOf(id)['state']).toBe('1')
})

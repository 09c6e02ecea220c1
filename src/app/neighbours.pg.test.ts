import { expect, test } from 'vitest'

import { INCIDENT } from '../../test/support/sync-mapping.ts'
import { syncWorld } from '../../test/support/sync-world.ts'

const titles = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, n) => `${prefix} ${n}`)

test('an instance that is dead with 300 things to do does not hold up another', async () => {
  await using world = await syncWorld({ timeoutMs: 1_000 })
  const { assetId, emulator } = await world.another()
  await world.add('To see it alive', { assetId })
  await world.settled()
  await emulator.stop()
  await world.addMany(titles(300, 'Dead'), { assetId })
  const began = performance.now()
  const ids = await world.addMany(titles(10, 'Living'))
  await world.until(() => ids.every((id) => world.ticketsOf(id).length === 1))
  expect(performance.now() - began).toBeLessThan(8_000)
})

test('an instance that answers nothing does not hold up another', async () => {
  await using world = await syncWorld({ timeoutMs: 1_000 })
  const { assetId, emulator } = await world.another()
  emulator.faults.add({ kind: 'delay', delayMs: 3_000, match: { path: '/api/' } })
  await world.addMany(titles(100, 'Slow'), { assetId })
  await new Promise((resolve) => setTimeout(resolve, 300))
  const began = performance.now()
  const ids = await world.addMany(titles(10, 'Living'))
  await world.until(() => ids.every((id) => world.ticketsOf(id).length === 1))
  expect(performance.now() - began).toBeLessThan(8_000)
  emulator.faults.clear()
})

test('one vulnerability that always fails does not hold up its neighbours', async () => {
  await using world = await syncWorld()
  world.emulator.faults.add({
    match: { method: 'POST', contains: 'Poisoned' },
    kind: 'status',
    status: 500,
  })
  await world.add('Poisoned')
  const ids = await world.addMany(titles(8, 'Well'))
  await world.until(() => ids.every((id) => world.ticketsOf(id).length === 1))
})

test('two processes together never have more than four requests under way', async () => {
  await using world = await syncWorld({ emulator: { serviceTimeMs: 15 } })
  const beside = world.startBeside()
  await world.addMany(titles(60, 'Finding'))
  await world.settled()
  await beside.stop()
  expect(world.requests('POST')).toHaveLength(60)
  const most = Math.max(...world.emulator.requests.list().map(({ inFlight }) => inFlight))
  expect(most).toBeGreaterThan(2)
  expect(most).toBeLessThanOrEqual(4)
})

test('two processes that look at the same things make one ticket each and one write each', async () => {
  await using world = await syncWorld()
  const beside = world.startBeside()
  const ids = await world.addMany(titles(20, 'Finding'))
  for (let n = 0; n < 5; n++) for (const id of ids) await world.look(id)
  await world.settled()
  expect(world.requests('POST')).toHaveLength(20)
  for (const id of ids) await world.move(id, 'IN_PROGRESS')
  for (const id of ids) world.look(id).catch(() => undefined)
  await world.settled(1)
  expect(world.requests('PATCH')).toHaveLength(20)
  await beside.stop()
})

test('statuses moved on both sides at once come to rest, without ping-pong', async () => {
  await using world = await syncWorld({ mapping: { inbound: { ...INCIDENT.inbound } } })
  const ids = await world.addMany(titles(6, 'Finding'))
  await world.settled()
  const ours = ['IN_PROGRESS', 'AWAITING_VALIDATION', 'IDENTIFIED'] as const
  for (const [n, id] of ids.entries()) {
    await world.move(id, ours[n % 3]!)
    world.edit(id, { state: String((n % 2) + 2), hold_reason: '1' })
  }
  await world.settled(2)
  const at = world.writes().length
  expect(at).toBeLessThanOrEqual(12)
  await world.settled(1)
  expect(world.writes()).toHaveLength(at)
  const meaning = { '1': 'IDENTIFIED', '2': 'IN_PROGRESS', '3': 'AWAITING_VALIDATION' } as const
  for (const id of ids) {
    const state = world.ticketOf(id)['state'] as '1' | '2' | '3'
    expect(await world.status(id)).toBe(meaning[state])
  }
})

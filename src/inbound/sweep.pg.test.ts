import { expect, test } from 'vitest'

import { syncWorld, type World } from '../../test/support/sync-world.ts'

const ids = (world: { ticketOf(id: number): { sys_id?: string } }, id: number) =>
  world.ticketOf(id)['sys_id'] ?? ''

/** A vulnerability whose ticket is not shown any more, and is taken for deleted. */
async function addHidden(world: World): Promise<number> {
  const id = await world.add('Open redirect')
  await world.settled()
  await world.later()
  world.emulator.hide(ids(world, id))
  await world.sweep()
  await world.settled()
  return id
}

test.concurrent(
  'a deleted ticket is marked gone with one warning, and nothing is made by itself',
  async () => {
    await using world = await syncWorld()
    const [id, other] = await world.addMany(['Open redirect', 'Weak hash'])
    await world.settled()
    await world.later()
    world.emulator.remove('incident', ids(world, id!))
    await world.sweep()
    await world.settled()
    const warned = await world.lines('WARN')
    expect(warned).toHaveLength(1)
    expect(warned[0]?.message).toContain('deleted in ServiceNow')
    expect(await world.vulnerability(id!)).toMatchObject({ status: 'IDENTIFIED', sending: 'none' })
    expect((await world.vulnerability(id!)).sending_reason).toContain('was deleted in ServiceNow')
    expect(await world.vulnerability(other!)).toMatchObject({ sending: 'sent' })
    await world.move(id!, 'IN_PROGRESS')
    await world.sweep()
    await world.settled()
    expect(world.ticketsOf(id!)).toEqual([])
    expect(world.requests('POST')).toHaveLength(2)
    expect(await world.lines('WARN')).toHaveLength(1)
  },
)

test.concurrent(
  '"Sync with defect tracker" makes the next ticket of one that was deleted',
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Open redirect')
    await world.add('Weak hash')
    await world.settled()
    await world.later()
    world.emulator.remove('incident', ids(world, id))
    await world.look(id)
    await world.sweep()
    await world.settled()
    await world.database.pool.query(
      'update vulnerability set generation = 2, sent_by_hand = true where id = $1',
      [id],
    )
    await world.look(id)
    await world.settled()
    expect(world.ticketOf(id)['state']).toBe('1')
    expect(await world.vulnerability(id)).toMatchObject({ sending: 'sent' })
  },
)

test.concurrent('a ticket that we move although it was deleted is found to be gone', async () => {
  await using world = await syncWorld()
  const id = await world.add('Open redirect')
  await world.add('Weak hash')
  await world.settled()
  await world.later()
  world.emulator.remove('incident', ids(world, id))
  await world.move(id, 'IN_PROGRESS')
  await world.settled()
  expect((await world.lines('WARN')).map(({ message }) => message)).toEqual([
    expect.stringContaining('deleted in ServiceNow'),
  ])
  expect(world.requests('POST')).toHaveLength(2)
})

test.concurrent(
  'where nothing of the table can be read, a hidden ticket is not taken for deleted',
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Open redirect')
    await world.settled()
    for (const row of world.emulator.records('incident')) world.emulator.hide(row['sys_id'] ?? '')
    await world.sweep()
    await world.until(async () => (await world.vulnerability(id)).sending === 'refused')
    expect((await world.lines('WARN')).map(({ message }) => message)).toEqual([
      expect.stringContaining('check the rights'),
    ])
    for (const row of world.emulator.records('incident')) {
      world.emulator.hide(row['sys_id'] ?? '', false)
    }
    await world.move(id, 'IN_PROGRESS')
    await world.settled()
    expect(world.ticketOf(id)['state']).toBe('2')
    expect(await world.vulnerability(id)).toMatchObject({ sending: 'sent' })
    expect(world.requests('POST')).toHaveLength(1)
  },
)

test.concurrent(
  'the first rows being hidden does not keep a deletion from being seen',
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Open redirect')
    await world.settled()
    const [first, second] = world.emulator.records('incident')
    for (const row of [first, second]) world.emulator.hide(row?.['sys_id'] ?? '')
    await world.later()
    world.emulator.remove('incident', ids(world, id))
    await world.sweep()
    await world.settled()
    expect((await world.lines('WARN'))[0]?.message).toContain('deleted in ServiceNow')
  },
)

test.concurrent('a ticket that was only hidden for a while is taken up again', async () => {
  await using world = await syncWorld()
  const id = await addHidden(world)
  expect(await world.vulnerability(id)).toMatchObject({ sending: 'none' })
  await world.move(id, 'IN_PROGRESS')
  await world.settled()
  world.emulator.hide(ids(world, id), false)
  await world.sweep()
  await world.settled()
  expect(world.ticketOf(id)['state']).toBe('2')
  expect(await world.vulnerability(id)).toMatchObject({ sending: 'sent' })
})

test.concurrent(
  'one that is there again when another is asked for in its place stays the only one',
  async () => {
    await using world = await syncWorld()
    const id = await addHidden(world)
    world.emulator.hide(ids(world, id), false)
    const asked = 'update vulnerability set generation = 2, sent_by_hand = true where id = $1'
    await world.database.pool.query(asked, [id])
    await world.look(id)
    await world.settled()
    expect(world.ticketsOf(id)).toHaveLength(1)
    expect(await world.vulnerability(id)).toMatchObject({ sending: 'sent' })
    expect((await world.lines('INFO')).map(({ message }) => message)).toContain(
      'The ticket is there again in ServiceNow, and is used on',
    )
  },
)

test.concurrent(
  'a state that a script moved without system fields is found by the sweep',
  async () => {
    await using world = await syncWorld()
    const id = await world.add('Open redirect')
    await world.settled()
    const { database } = world.emulator.instance
    const table = database.must('incident')
    const found = database.find(table, ids(world, id))
    // Beyond what polls read again.
    world.emulator.clock.advance(3_600)
    await world.settled(1)
    table.update(found!.row, { state: '2' })
    await world.settled(1)
    expect(await world.status(id)).toBe('IDENTIFIED')
    await world.sweep()
    await world.settled()
    expect(await world.status(id)).toBe('IN_PROGRESS')
  },
)

test.concurrent(
  'a sweep that broke off is made again whole, and costs one request a hundred tickets',
  async () => {
    await using world = await syncWorld()
    const all = await world.addMany(Array.from({ length: 110 }, (_, n) => `Finding ${n}`))
    await world.settled()
    const [gone] = all
    await world.later()
    world.emulator.remove('incident', ids(world, gone!))
    world.emulator.faults.add({
      match: { method: 'GET', contains: 'sys_idIN' },
      kind: 'status',
      status: 500,
      times: 1,
    })
    await expect(world.sweep()).rejects.toThrow('500')
    const sweeps = () => world.requests('GET').filter(({ query }) => query.includes('sys_idIN'))
    const before = sweeps().length
    await world.sweep()
    expect(sweeps().length - before).toBe(2)
    await world.settled()
    expect(await world.lines('WARN')).toHaveLength(1)
    const { rows } = await world.database.pool.query(
      'select swept_at is not null as swept from inbound_cursor',
    )
    expect(rows).toEqual([{ swept: true }])
  },
)

import { expect, test } from 'vitest'

import type { FaultKind } from '../../emulator/control/faults.ts'
import { syncWorld, type World } from '../../test/support/sync-world.ts'

const LOST: readonly FaultKind[] = [
  'commit-then-timeout',
  'commit-then-drop',
  'commit-then-status',
  'broken-json',
  'empty-body',
]

function lose(world: World, method: string, kind: FaultKind, delayMs = 1_000): void {
  world.emulator.faults.add({ match: { method, table: world.table }, kind, times: 1, delayMs })
}

test.concurrent.each(LOST)(
  'a create whose answer is lost (%s) is found, never made twice',
  async (kind) => {
    await using world = await syncWorld({ timeoutMs: 300 })
    lose(world, 'POST', kind)
    const id = await world.add('Path traversal')
    await world.settled()
    expect(world.ticketOf(id)['state']).toBe('1')
    expect(world.writes()).toHaveLength(1)
    expect(await world.vulnerability(id)).toMatchObject({ sending: 'sent' })
    const [line] = await world.lines('INFO')
    expect(line?.message).toContain('found in ServiceNow')
    const found = `Found Incident ${world.ticketOf(id)['number']} in ServiceNow`
    expect((await world.timeline(id)).at(-1)?.message).toBe(found)
  },
)

test.concurrent(
  'an instance that chooses the sys_id itself makes no second ticket either',
  async () => {
    await using world = await syncWorld({ emulator: { honourSysId: false } })
    lose(world, 'POST', 'commit-then-drop')
    const id = await world.add('Path traversal')
    await world.settled()
    expect(world.ticketOf(id)['state']).toBe('1')
    expect(world.writes()).toHaveLength(1)
  },
)

test.concurrent(
  'a create that commits after we looked for it is waited for, and taken up',
  async () => {
    await using world = await syncWorld({ unknownOutcomeSeconds: 20 })
    lose(world, 'POST', 'status-then-commit', 2_500)
    const id = await world.add('Path traversal')
    await world.until(async () => (await world.vulnerability(id)).sending === 'unsure')
    expect((await world.vulnerability(id)).sending_reason).toContain('waiting to be sure')
    // The poll sees it before anybody would look for it again.
    await world.settled()
    expect(world.ticketOf(id)['state']).toBe('1')
    expect(world.writes()).toHaveLength(1)
  },
)

test.concurrent(
  'a create of which nothing came is repeated after the wait, under the same sys_id',
  async () => {
    await using world = await syncWorld({ unknownOutcomeSeconds: 1 })
    lose(world, 'POST', 'drop')
    const id = await world.add('Path traversal')
    await world.settled()
    expect(world.ticketOf(id)['state']).toBe('1')
    const [first, second, ...more] = world.requests('POST')
    expect(more).toEqual([])
    const sysIdOf = (body = '{}') => (JSON.parse(body) as { sys_id: string }).sys_id
    expect(sysIdOf(second?.body)).toBe(sysIdOf(first?.body))
    expect(Date.parse(second!.at) - Date.parse(first!.at)).toBeGreaterThanOrEqual(1_000)
  },
)

test.concurrent.each(LOST)(
  'a move whose answer is lost (%s) is written once, and is no echo',
  async (kind) => {
    await using world = await syncWorld({ timeoutMs: 300 })
    const id = await world.add('Path traversal')
    await world.settled()
    lose(world, 'PATCH', kind)
    await world.move(id, 'IN_PROGRESS')
    await world.settled(1)
    expect(world.ticketOf(id)['state']).toBe('2')
    expect(await world.status(id)).toBe('IN_PROGRESS')
    expect(world.requests('PATCH')).toHaveLength(1)
    expect((await world.timeline(id)).filter(({ message }) => message.includes('status'))).toEqual(
      [],
    )
  },
)

test.concurrent(
  'a repetition that the instance turns away need not wait as long once more',
  async () => {
    await using world = await syncWorld({ unknownOutcomeSeconds: 3 })
    lose(world, 'POST', 'drop')
    const id = await world.add('Path traversal')
    await world.until(() => world.requests('POST').length === 1)
    const turnedAway = { match: { method: 'POST' }, kind: 'status', status: 429 } as const
    world.emulator.faults.add({ ...turnedAway, retryAfter: 0, times: 1 })
    await world.settled()
    expect(world.ticketOf(id)['state']).toBe('1')
    const [, second, third, ...more] = world.requests('POST').map(({ at }) => Date.parse(at))
    expect(more).toEqual([])
    expect(third! - second!).toBeLessThan(2_900)
  },
)

test.concurrent('a move that never arrived is written again', async () => {
  await using world = await syncWorld()
  const id = await world.add('Path traversal')
  await world.settled()
  lose(world, 'PATCH', 'drop')
  await world.move(id, 'IN_PROGRESS')
  await world.settled()
  expect(world.ticketOf(id)['state']).toBe('2')
  expect(world.requests('PATCH')).toHaveLength(2)
})

test.concurrent(
  'a ticket under way is not lost to a restart: the next process knows what was sent',
  async () => {
    await using world = await syncWorld({ isRunning: false, timeoutMs: 300 })
    const first = world.start()
    const id = await world.add('Path traversal')
    await world.settled()
    lose(world, 'PATCH', 'commit-then-timeout')
    await world.move(id, 'IN_PROGRESS')
    await world.until(() => world.requests('PATCH').length === 1)
    await first.stop()
    const { rows } = await world.database.pool.query<{ under_way: unknown }>(
      'select under_way from ticket',
    )
    expect(rows).toEqual([{ under_way: { status: 'IN_PROGRESS', states: ['2'] } }])
    // Meanwhile our side went back: the move that was sent must be undone, not taken for theirs.
    await world.move(id, 'IDENTIFIED')
    world.start()
    await world.settled(1)
    expect(world.ticketOf(id)['state']).toBe('1')
    expect(await world.status(id)).toBe('IDENTIFIED')
    const after = await world.database.pool.query('select under_way from ticket')
    expect(after.rows).toEqual([{ under_way: null }])
  },
)

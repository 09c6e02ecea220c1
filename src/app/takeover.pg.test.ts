import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

import { syncWorld, type World } from '../../test/support/sync-world.ts'

const SCRIPT = fileURLToPath(new URL('../../test/support/sync-process.ts', import.meta.url))

/** A worker in a process of its own, as `lockstep worker` is one. */
async function worker(world: World): Promise<ChildProcess> {
  const { database, key, emulator } = world
  const args = [SCRIPT, database.url, key.toString('hex'), emulator.url]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout!, 'data')
  return child
}

test('what a killed worker was doing is taken over within 15 s, and nothing is doubled', async () => {
  await using world = await syncWorld({ isRunning: false })
  const child = await worker(world)
  try {
    const moved = await world.add('Weak hash')
    const heard = await world.add('Open redirect')
    await world.settled(1)
    const { faults } = world.emulator
    faults.add({ match: { method: 'GET' }, kind: 'delay', delayMs: 60_000 })
    faults.add({ match: { method: 'POST' }, kind: 'commit-then-timeout', times: 1 })
    await world.move(moved, 'IN_PROGRESS')
    const created = await world.add('Path traversal')
    world.edit(heard, { state: '3', hold_reason: '1' })
    // In the midst of a create, of a look before a move, and of a poll.
    await world.until(() => {
      const waiting = world.requests().filter(({ status }) => status === 0)
      return waiting.length >= 3
    })
    child.kill('SIGKILL')
    const killed = performance.now()
    faults.clear()
    world.start()
    await world.until(async () => {
      const { sending } = await world.vulnerability(created)
      const isHeard = (await world.status(heard)) === 'AWAITING_VALIDATION'
      return isHeard && sending === 'sent' && world.ticketOf(moved)['state'] === '2'
    }, 20_000)
    expect(performance.now() - killed).toBeLessThan(15_000)
    expect(world.requests('POST')).toHaveLength(3)
    expect(world.requests('PATCH')).toHaveLength(1)
    expect(world.ticketOf(created)['state']).toBe('1')
  } finally {
    child.kill('SIGKILL')
  }
})

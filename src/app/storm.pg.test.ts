import { expect, test } from 'vitest'

import type { FaultKind } from '../../emulator/control/faults.ts'
import { INCIDENT } from '../../test/support/sync-mapping.ts'
import { syncWorld } from '../../test/support/sync-world.ts'
import type { Status } from '../vulnerability/status.ts'

const KINDS: readonly FaultKind[] = [
  'status',
  'commit-then-drop',
  'commit-then-status',
  'commit-then-timeout',
  'status-then-commit',
  'drop',
  'broken-json',
  'empty-body',
]
const OURS: readonly Status[] = ['IDENTIFIED', 'IN_PROGRESS', 'AWAITING_VALIDATION']

test.concurrent.each([1, 2])(
  'after any storm there is one ticket each, and both sides agree (%i)',
  async (seed) => {
    await using world = await syncWorld({
      emulator: { faultSeed: seed, serviceTimeMs: 5 },
      unknownOutcomeSeconds: 3,
      timeoutMs: 300,
    })
    const random = numbers(seed)
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
    const beside = world.startBeside()
    for (const kind of KINDS) {
      // Only what commits late commits within the time after which nothing does any more.
      const faults = { kind, probability: 0.04, delayMs: 700, status: pick([500, 502, 503]) }
      world.emulator.faults.add({
        ...faults,
        retryAfter: 0,
        match: { path: '/api/now/table/incident' },
      })
    }
    const ids = await world.addMany(Array.from({ length: 12 }, (_, n) => `Finding ${n}`))
    for (let n = 0; n < 40; n++) {
      const id = pick(ids)
      if (random() < 0.6) await world.move(id, pick(OURS))
      else if (world.ticketsOf(id).length === 1) {
        world.edit(id, { state: pick(['1', '2', '3']), hold_reason: '1' })
      }
      await new Promise((resolve) => setTimeout(resolve, 25 * random()))
    }
    world.emulator.faults.clear()
    await beside.stop()
    // The limiter may have paused the instance: polls and looks go on when it lets them.
    await world.until(async () => {
      for (const id of ids) {
        const [ticket] = world.ticketsOf(id)
        if (INCIDENT.inbound[ticket?.['state'] ?? ''] !== (await world.status(id))) return false
      }
      return true
    }, 40_000)
    await world.settled(2)
    for (const id of ids) {
      const { state = '' } = world.ticketOf(id)
      expect(INCIDENT.inbound[state]).toBe(await world.status(id))
    }
    const at = world.writes().length
    await world.settled(1)
    expect(world.writes()).toHaveLength(at)
  },
  60_000,
)

/** Mulberry32, so that a storm can be had again. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

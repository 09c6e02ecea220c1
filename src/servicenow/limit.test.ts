import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  after,
  calmLimit,
  isCalm,
  openLanes,
  paused,
  PROBE_FROM,
  type LaneOutcome,
} from './limit.ts'

const NOW = new Date('2026-01-01T00:00:00Z')
const OK: LaneOutcome = { kind: 'ok' }
const DEAD: LaneOutcome = { kind: 'dead', reason: 'nothing listens there' }
const busy = (retryAfterMs: number | null): LaneOutcome => ({ kind: 'busy', retryAfterMs })
const later = (ms: number) => new Date(NOW.getTime() + ms)

test('a busy instance gets half the requests, and none before it asked for them', () => {
  const limit = after(calmLimit(4), busy(5_000), NOW, 0)
  expect(limit).toMatchObject({ width: 2, pausedUntil: later(5_000) })
  expect(openLanes(limit, later(4_999))).toBe(0)
  expect(openLanes(limit, later(5_000))).toBe(2)
})

test('requests that were in flight together are refused together, and halve once', () => {
  const first = after(calmLimit(4), busy(1_000), NOW, 0)
  const second = after(first, busy(3_000), later(10), 0)
  expect(second).toMatchObject({ width: 2, pausedUntil: later(3_010) })
  expect(after(second, busy(10), later(20), 0).pausedUntil).toEqual(later(3_010))
})

test('after a calm while there is one lane more, up to all of them', () => {
  let limit = after(calmLimit(4), busy(0), NOW, 0)
  for (let n = 0; n < 20; n++) limit = after(limit, OK, later(n), 0)
  expect(limit.width).toBe(3)
  for (let n = 0; n < 100; n++) limit = after(limit, OK, later(n), 0)
  expect(limit.width).toBe(4)
  expect(isCalm(limit)).toBe(true)
})

test('a dead instance is asked less and less often, and by one request at a time', () => {
  let limit = calmLimit(4)
  for (let n = 0; n < PROBE_FROM; n++) limit = after(limit, DEAD, NOW, 0.5)
  const firstPause = (limit.pausedUntil?.getTime() ?? 0) - NOW.getTime()
  expect(firstPause).toBeGreaterThan(0)
  expect(openLanes(limit, later(60_000))).toBe(1)
  const again = after(limit, DEAD, later(60_000), 0.5)
  expect((again.pausedUntil?.getTime() ?? 0) - later(60_000).getTime()).toBeGreaterThan(firstPause)
})

test('one sign of life ends the wait for a dead instance, but never a pause it asked for', () => {
  let limit = calmLimit(4)
  for (let n = 0; n < 5; n++) limit = after(limit, DEAD, later(n * 100_000), 0.5)
  expect(after(limit, OK, later(500_000), 0)).toMatchObject({ failures: 0, pausedUntil: null })
  const asked = paused(calmLimit(4), later(60_000), 'asked')
  expect(after(asked, OK, NOW, 0).pausedUntil).toEqual(later(60_000))
})

test('whatever happens, some lanes remain, never too many, and every pause ends', () => {
  const outcome = fc.oneof(
    fc.constant(OK),
    fc.constant(DEAD),
    fc.constant<LaneOutcome>({ kind: 'abandoned' }),
    fc.option(fc.integer({ min: 0, max: 3_600_000 })).map(busy),
  )
  const step = fc.record({ outcome, ms: fc.integer({ min: 0, max: 120_000 }) })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 16 }), fc.array(step), (max, steps) => {
      let limit = calmLimit(max)
      let at = NOW.getTime()
      for (const { outcome: happened, ms } of steps) {
        at += ms
        limit = after(limit, happened, new Date(at), 0.5)
        expect(limit.width).toBeGreaterThanOrEqual(1)
        expect(limit.width).toBeLessThanOrEqual(max)
      }
      expect(openLanes(limit, new Date(at + 3_600_001))).toBeGreaterThanOrEqual(1)
    }),
  )
})

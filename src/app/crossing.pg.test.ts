import { expect, test } from 'vitest'

import { syncWorld } from '../../test/support/sync-world.ts'
import { inTheNameOf } from '../lib/request-id.ts'
import { createLog } from '../log.ts'
import { engine } from './engine.ts'

test('each delivery names who asked for it, and each crossing is told with its length', async () => {
  await using world = await syncWorld({ isRunning: false })
  const crossings: { direction: string; ms: number }[] = []
  const looks: string[] = []
  const running = engine({
    database: world.database,
    reach: world.way,
    publicUrl: 'http://lockstep.test',
    unknownOutcomeSeconds: 330,
    requestSweep: () => Promise.resolve(),
    log: createLog('silent'),
    observer: {
      onLook: (result) => looks.push(result),
      onCrossed: (direction, ms) => crossings.push({ direction, ms }),
    },
  })
  running.start()
  // Side by side, so that what is carried out together still knows whose it is.
  const names = Array.from({ length: 12 }, (_, n) => `build-${n}`)
  const ids = await Promise.all(
    names.map((name) => inTheNameOf([name], () => world.add(`Hole of ${name}`))),
  )
  await world.settled()
  const namedIn = async (id: number) => {
    const { rows } = await world.database.pool.query<{ names: string[] }>(
      'select request_ids as names from delivery where vulnerability_id = $1 order by id',
      [id],
    )
    return rows.map((row) => row.names)
  }
  for (const [n, id] of ids.entries()) expect(await namedIn(id)).toEqual([[names[n]]])
  expect(crossings.map(({ direction }) => direction)).toEqual(names.map(() => 'out'))
  expect(looks.filter((result) => result === 'done')).toHaveLength(names.length)

  const [first = 0] = ids
  world.edit(first, { state: '2' })
  await world.settled(1)
  expect(await world.status(first)).toBe('IN_PROGRESS')
  expect((await namedIn(first)).at(-1)).toEqual([expect.stringMatching(/^poll-/)])
  expect(crossings.at(-1)?.direction).toBe('in')
  for (const { ms } of crossings) expect(ms).toBeLessThan(60_000)
  await running.stop()
})

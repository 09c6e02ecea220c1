import fc from 'fast-check'
import { expect, test } from 'vitest'

import { Stopped, turns } from './turns.ts'

test('never more than there are places, and everybody in the order of coming', async () => {
  const plan = fc.record({
    places: fc.integer({ min: 1, max: 4 }),
    lengths: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 20 }),
  })
  await fc.assert(
    fc.asyncProperty(plan, async ({ places, lengths }) => {
      const line = turns(places)
      const began: number[] = []
      let inside = 0
      await Promise.all(
        lengths.map(async (length, n) => {
          const leave = line.takeNow() ?? (await line.wait())
          began.push(n)
          expect(++inside).toBeLessThanOrEqual(places)
          for (let step = 0; step < length; step++) await Promise.resolve()
          inside--
          leave()
          leave()
        }),
      )
      expect(began).toEqual(lengths.map((_, n) => n))
    }),
  )
})

test('who waits when all is stopped is sent away', async () => {
  const line = turns(1)
  const leave = line.takeNow()
  expect(line.takeNow()).toBe(null)
  const waiting = line.wait()
  line.goOn()
  line.stop()
  await expect(waiting).rejects.toThrow(Stopped)
  leave?.()
  await expect(line.wait()).rejects.toThrow(Stopped)
  expect(() => line.goOn()).toThrow(Stopped)
})

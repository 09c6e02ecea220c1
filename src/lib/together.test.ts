import fc from 'fast-check'
import { expect, test } from 'vitest'

import { together } from './together.ts'

test('those who ask in the same breath are served by one piece of work', async () => {
  const sizes: number[] = []
  const double = together(async (items: readonly number[]) => {
    sizes.push(items.length)
    return items.map((item) => 2 * item)
  })
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6])
  expect(sizes).toEqual([3])
})

test('whoever comes while others are served goes with the next ones', async () => {
  const served: number[][] = []
  const gate = Promise.withResolvers<void>()
  const serve = together(async (items: readonly number[]) => {
    served.push([...items])
    if (served.length === 1) await gate.promise
    return items
  })
  const first = serve(1)
  await Promise.resolve()
  const others = [serve(2), serve(3)]
  gate.resolve()
  await Promise.all([first, ...others])
  expect(served).toEqual([[1], [2, 3]])
})

test('however often somebody comes, pieces of work keep their distance', async () => {
  const begun: number[] = []
  const serve = together(
    (items: readonly number[]) => {
      begun.push(performance.now())
      return Promise.resolve(items)
    },
    { everyMs: 20 },
  )
  for (let n = 0; n < 30; n++) {
    void serve(n)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  expect(await serve(30)).toBe(30)
  const gaps = begun.slice(1).map((at, n) => at - (begun[n] ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThan(18)
})

const halves = async (items: readonly number[]) => {
  if (items.some((item) => item % 2 === 1)) throw new Error('odd')
  return items.map((item) => item / 2)
}

test('one that cannot be done keeps no other from being done', async () => {
  const half = together(halves, { isOfOne: () => true })
  const answers = [2, 3, 4].map((n) => half(n).catch(String))
  expect(await Promise.all(answers)).toEqual([1, 'Error: odd', 2])
})

test('a failure that is not of one of them is told to each at once', async () => {
  let tries = 0
  const half = together((items: readonly number[]) => {
    tries++
    return halves(items)
  })
  const answers = [2, 3, 4].map((n) => half(n).catch(() => 'failed'))
  expect(await Promise.all(answers)).toEqual(['failed', 'failed', 'failed'])
  expect(tries).toBe(1)
})

test('each gets its own result, whoever fails, however many go at a time', async () => {
  const sizes = fc.record({
    most: fc.integer({ min: 1, max: 4 }),
    atATime: fc.integer({ min: 1, max: 3 }),
  })
  const asked = fc.array(fc.record({ n: fc.nat(99), isBad: fc.boolean(), later: fc.boolean() }))
  await fc.assert(
    fc.asyncProperty(sizes, asked, async (options, wishes) => {
      const serve = together(
        async (items: readonly (typeof wishes)[number][]) => {
          expect(items.length).toBeLessThanOrEqual(options.most)
          await Promise.resolve()
          if (items.some(({ isBad }) => isBad)) throw new Error('bad')
          return items.map(({ n }) => n)
        },
        { ...options, isOfOne: () => true },
      )
      const answers: Promise<number | null>[] = []
      for (const wish of wishes) {
        answers.push(serve(wish).catch(() => null))
        if (wish.later) await new Promise(setImmediate)
      }
      expect(await Promise.all(answers)).toEqual(wishes.map(({ n, isBad }) => (isBad ? null : n)))
    }),
  )
})

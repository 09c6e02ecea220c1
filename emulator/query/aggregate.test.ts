import fc from 'fast-check'
import { expect, test } from 'vitest'

import { aggregate, type Asked } from './aggregate.ts'

const ASKED: Asked = {
  countsRows: true,
  avg: [],
  sum: ['points'],
  min: ['points'],
  max: ['points'],
  groupBy: ['state'],
  having: '',
  orderBy: '',
}
const read = (path: string, row: Readonly<Record<string, string>>): string => row[path] ?? ''
const number = (value: unknown): number => Number(typeof value === 'string' ? value : Number.NaN)
const rows = fc.array(
  fc.record({
    state: fc.constantFrom('1', '2', '10', ''),
    points: fc.oneof(fc.constant(''), fc.integer({ min: -9, max: 9 }).map(String)),
  }),
)

test('groups put together are the whole, in the order of their values', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const groups = aggregate(all, ASKED, read)
      const total = groups.reduce((sum, group) => sum + number(group.stats['count']), 0)
      expect(total).toBe(all.length)
      const keys = groups.map((group) => Number(group.key[0]))
      expect(keys).toEqual(keys.toSorted((a, b) => a - b))
      expect(new Set(keys).size).toBe(keys.length)
    }),
  )
})

test('a sum lies between the least and the most, times how many there are', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const [one] = aggregate(all, { ...ASKED, groupBy: [] }, read)
      const filled = all.filter((row) => row.points !== '')
      const of = (name: string): number => {
        const figures = one?.stats[name]
        return number(typeof figures === 'object' ? figures['points'] : '')
      }
      if (filled.length === 0) return
      expect(of('sum')).toBe(filled.reduce((sum, row) => sum + Number(row.points), 0))
      expect(of('min') * filled.length).toBeLessThanOrEqual(of('sum'))
      expect(of('max') * filled.length).toBeGreaterThanOrEqual(of('sum'))
    }),
  )
})

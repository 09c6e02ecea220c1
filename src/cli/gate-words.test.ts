import fc from 'fast-check'
import { expect, test } from 'vitest'

import { anyName } from './import.fixture.ts'
import { gateWords, type Gate } from './gate-words.ts'

const passed: Gate = {
  passed: true,
  asset: { id: 3, name: 'Web shop' },
  failOn: 'HIGH',
  scope: null,
  newSince: null,
  found: [
    { severity: 'CRITICAL', total: 0, isExact: true, items: [] },
    { severity: 'HIGH', total: 0, isExact: true, items: [] },
  ],
  notCounted: 0,
  isScanned: true,
}
const hole = { id: 12, title: 'A hole', severity: 'HIGH', ticket: null } as const
const ticket = { number: 'INC0010442', url: 'https://x', condition: 'living' } as const
const words = (over: Partial<Gate>) =>
  gateWords({ ...passed, ...over }, 'https://lockstep.example.com').split('\n')

test('a verdict says what it is about', () => {
  expect(words({})).toEqual(['Passed: Web shop has no open vulnerability of High or above'])
  expect(words({ scope: 'services/cart' })[0]).toContain('Web shop (services/cart) has no open')
  expect(words({ failOn: 'CRITICAL', newSince: '2026-01-02T03:04:05.000Z' })).toEqual([
    'Passed: Web shop has no open vulnerability of Critical found since 2026-01-02 03:04 UTC',
  ])
  expect(words({ isScanned: false })[1]).toBe('Nothing was imported into it yet')
  expect(words({ notCounted: 3 })[1]).toMatch(/^Not counted: 3 in status Created/)
})

test('a failed one names each vulnerability with its ticket and its link', () => {
  const critical = { ...hole, id: 11, severity: 'CRITICAL', ticket } as const
  expect(
    words({
      passed: false,
      found: [
        { severity: 'CRITICAL', total: 1, isExact: true, items: [critical] },
        { severity: 'HIGH', total: 1, isExact: true, items: [hole] },
      ],
    }),
  ).toEqual([
    'Failed: Web shop has open vulnerabilities of High or above: 1 Critical, 1 High',
    '  Critical  A hole (INC0010442)  https://lockstep.example.com/spa/vulnerabilities/11',
    '  High      A hole  https://lockstep.example.com/spa/vulnerabilities/12',
  ])
})

test('of very many it names fifty, counts all and says where the others are', () => {
  const items = Array.from({ length: 50 }, (_, at) => ({ ...hole, id: at + 1 }))
  const lines = words({
    passed: false,
    found: [
      { severity: 'HIGH', total: 10_000, isExact: false, items },
      { severity: 'MEDIUM', total: 1, isExact: true, items: [{ ...hole, severity: 'MEDIUM' }] },
    ],
  })
  expect(lines[0]).toContain(': more than 10000 High, 1 Medium')
  expect(lines).toHaveLength(52)
  expect(lines.at(-1)).toMatch(/and more: .*\?assetId=3&severity=HIGH,MEDIUM$/)
})

test('a name cannot add a line', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      const items = [{ ...hole, title: name, ticket: { ...ticket, number: name } }]
      const found = [{ severity: 'HIGH', total: 1, isExact: true, items }] as const
      expect(words({ passed: false, asset: { id: 3, name }, scope: name, found })).toHaveLength(2)
    }),
  )
})

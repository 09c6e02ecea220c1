import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SEVERITIES } from '../../vulnerability/severity.ts'
import type { Policies } from './policy.ts'
import { concerned } from './policy.ts'

const BEFORE: Policies = {
  send: true,
  sendSeverities: ['HIGH', 'CRITICAL'],
  createAsIdentified: true,
  ticketPrefix: '[CONVISO]',
  deliveryRetentionDays: 90,
  askAbove: 100,
}

test('only what would have a ticket more or less is looked at again', () => {
  expect(concerned(BEFORE, { ...BEFORE, sendSeverities: ['CRITICAL', 'LOW'] })).toEqual([
    'LOW',
    'HIGH',
  ])
  expect(concerned(BEFORE, { ...BEFORE, send: false })).toEqual(['HIGH', 'CRITICAL'])
  expect(concerned(BEFORE, { ...BEFORE, deliveryRetentionDays: 1 })).toEqual([])
})

test('another prefix concerns every ticket', () => {
  expect(concerned(BEFORE, { ...BEFORE, ticketPrefix: '[SEC]' })).toEqual([...SEVERITIES])
})

test('going back concerns the same as going there', () => {
  const policies = fc.record({
    send: fc.boolean(),
    sendSeverities: fc.subarray([...SEVERITIES]),
    createAsIdentified: fc.boolean(),
    ticketPrefix: fc.constantFrom('[A]', '[B]'),
    deliveryRetentionDays: fc.nat(),
    askAbove: fc.nat(),
  })
  fc.assert(
    fc.property(policies, policies, (a, b) => {
      expect(concerned(a, b)).toEqual(concerned(b, a))
      expect(concerned(a, a)).toEqual([])
    }),
  )
})

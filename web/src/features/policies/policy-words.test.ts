import { expect, test } from 'vitest'

import { policyWords } from './policy-words.ts'

test('a policy is told in two sentences', () => {
  const all = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const
  const words = (send: boolean, sendSeverities: readonly (typeof all)[number][], first = true) =>
    policyWords({ send, sendSeverities: [...sendSeverities], createAsIdentified: first })
  expect(words(true, all)).toBe('All severities are sent. New ones begin as Identified.')
  expect(words(true, ['HIGH', 'CRITICAL'], false)).toBe(
    'Sent: Critical, High. New ones begin as Created.',
  )
  expect(words(false, all)).toBe(words(true, []))
  expect(words(false, all)).toMatch(/^Nothing is sent by itself/)
})

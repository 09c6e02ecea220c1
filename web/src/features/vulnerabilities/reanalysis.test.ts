import { expect, test } from 'vitest'

import { isDue } from './reanalysis.ts'

const accepted = { status: 'RISK_ACCEPTED', riskAcceptedUntil: '2026-06-01' } as const

test('an accepted risk is due the day after its date', () => {
  expect(isDue(accepted, '2026-06-01')).toBe(false)
  expect(isDue(accepted, '2026-06-02')).toBe(true)
})

test('only an accepted risk can be due', () => {
  expect(isDue({ ...accepted, status: 'IDENTIFIED' }, '2027-01-01')).toBe(false)
})

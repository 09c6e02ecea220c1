import { expect, test } from 'vitest'

import { freshDraft } from './draft.ts'
import { gapsOf } from './gaps.ts'
import { aTask } from './table.fixture.ts'

const ready = freshDraft(aTask())

test('a form filled by its defaults can be saved', () => {
  expect(gapsOf(ready)).toEqual([])
})

test('Identified is the one status that must be mapped', () => {
  const { IDENTIFIED: row } = ready.outbound
  const outbound = { ...ready.outbound, IDENTIFIED: { ...row, state: '' } }
  expect(gapsOf({ ...ready, outbound })).toEqual(['The Identified status must be mapped.'])
})

test('an intermediate state without a state counts only where the status is mapped', () => {
  const hops = [{ state: '', fields: {} }]
  const withHop = (state: string) => ({
    ...ready,
    outbound: { ...ready.outbound, RISK_ACCEPTED: { state, fields: {}, hops } },
  })
  expect(gapsOf(withHop('3'))).toHaveLength(1)
  expect(gapsOf(withHop(''))).toEqual([])
})

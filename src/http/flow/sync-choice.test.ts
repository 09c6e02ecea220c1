import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SENDING } from '../../connection/not-sent.ts'
import { STATUSES } from '../../vulnerability/status.ts'
import { MAPPING } from '../../store/pairing.fixture.ts'
import type { SyncFacts } from './sync-choice.ts'
import { mayOpenFollowUp, syncChoice } from './sync-choice.ts'

const FACTS: SyncFacts = {
  status: 'IDENTIFIED',
  sending: 'excluded',
  generation: 1,
  isArchived: false,
  assetName: 'Shop',
  mapping: MAPPING,
  ticket: null,
}
const living = { condition: 'living', generation: 1, agreedStatus: 'IDENTIFIED' } as const

test('what the policy excludes may be sent by hand', () => {
  expect(syncChoice(FACTS, false)).toEqual({ kind: 'sync', generation: 1 })
})

test('without a project, or a status in its mapping, sync says why not', () => {
  expect(syncChoice({ ...FACTS, mapping: null }, false)).toMatchObject({
    reason: 'The asset Shop has no ServiceNow project.',
  })
  expect(syncChoice({ ...FACTS, status: 'SUPPRESSED' }, false)).toMatchObject({
    reason: "The status Suppressed has no ServiceNow status in the project's mapping.",
  })
})

test('Fixed without a state can be told to the ticket there is', () => {
  const fixed = { ...FACTS, status: 'FIX_ACCEPTED' } as const
  expect(syncChoice(fixed, false).kind).toBe('refused')
  expect(syncChoice({ ...fixed, ticket: living }, false).kind).toBe('sync')
})

test('a ticket that refuses to reopen may be followed by another', () => {
  const ticket = { ...living, agreedStatus: 'FIX_ACCEPTED' } as const
  const refused = { ...FACTS, sending: 'refused', ticket } as const
  expect(syncChoice(refused, true)).toEqual({ kind: 'sync', generation: 2 })
  expect(syncChoice(refused, false)).toEqual({ kind: 'sync', generation: 1 })
  expect(mayOpenFollowUp({ ...refused, ticket: living })).toBe(false)
})

test('asking twice is asking once, and no generation is ever given back', () => {
  const ticket = fc.record({
    condition: fc.constantFrom('living', 'gone'),
    generation: fc.integer({ min: 1, max: 5 }),
    agreedStatus: fc.constantFrom(...STATUSES),
  })
  const facts = fc.record({
    status: fc.constantFrom(...STATUSES),
    sending: fc.constantFrom(...SENDING),
    isArchived: fc.boolean(),
    assetName: fc.string(),
    mapping: fc.option(fc.constant(MAPPING), { nil: null }),
    ticket: fc.option(ticket, { nil: null }),
  })
  fc.assert(
    fc.property(facts, fc.boolean(), (some, followUp) => {
      const before = { ...some, generation: some.ticket?.generation ?? 1 }
      const choice = syncChoice(before, followUp)
      if (choice.kind === 'refused') return
      expect(choice.generation).toBeGreaterThanOrEqual(before.generation)
      expect(syncChoice({ ...before, generation: choice.generation }, followUp)).toEqual(choice)
    }),
  )
})

import { expect, test } from 'vitest'

import type { Status } from '../vulnerability/status.ts'
import { STATUSES } from '../vulnerability/status.ts'
import { whyNotByHand } from './create.ts'
import { plan } from './plan.ts'
import {
  aMapping,
  anAttempt,
  aPairing,
  aVulnerability,
  inStep,
  OURS,
  unsent,
} from './situation.fixture.ts'
import type { Situation } from './situation.ts'

function withStatus(status: Status, differences: Partial<Situation> = {}): Situation {
  return unsent({ vulnerability: { ...aVulnerability, status }, ...differences })
}

function kinds(situation: Situation): string[] {
  return plan(situation).map(({ kind }) => kind)
}

function sending(situation: Situation) {
  const [action] = plan(situation)
  return action?.kind === 'set_sending' ? action.sending : (action?.kind ?? 'as before')
}

test('a new vulnerability is created in the state of Identified, marked as ours', () => {
  expect(plan(unsent())).toMatchObject([
    {
      kind: 'create_ticket',
      generation: 1,
      correlationId: OURS,
      repeats: null,
      promisedPriority: '2',
      fields: {
        state: '1',
        short_description: '[CONVISO] 42 - SQL injection in login',
        impact: '1',
        urgency: '2',
        assignment_group: 'appsec',
        correlation_id: OURS,
        correlation_display: 'Lockstep',
      },
    },
  ])
})

test('only open statuses get a ticket, and each of them in the state of Identified', () => {
  const created = STATUSES.filter((status) => kinds(withStatus(status)).includes('create_ticket'))
  expect(created).toEqual(['IDENTIFIED', 'IN_PROGRESS', 'AWAITING_VALIDATION'])
  for (const status of created) {
    expect(plan(withStatus(status))).toMatchObject([{ fields: { state: '1' } }])
  }
})

test('an extra field of the pairing never replaces what identifies the ticket', () => {
  const creation = { correlation_id: 'mine', state: '7', short_description: 'x', caller_id: '{id}' }
  const [action] = plan(unsent({ pairing: aPairing({ creation }) }))
  expect(action).toMatchObject({ fields: { correlation_id: OURS, state: '1', caller_id: '42' } })
})

test('the policy and the severity decide what is sent by itself', () => {
  const off = { send: false, severities: [] }
  const critical = { send: true, severities: ['CRITICAL'] } as const
  const notification = { ...aVulnerability, severity: 'NOTIFICATION' } as const
  expect(sending(unsent({ policy: off }))).toBe('excluded')
  expect(sending(unsent({ policy: critical }))).toBe('excluded')
  expect(sending(unsent({ vulnerability: notification }))).toBe('excluded')
})

test('a ticket asked for by hand needs neither policy nor an answer to the open question', () => {
  const vulnerability = { ...aVulnerability, severity: 'NOTIFICATION' } as const
  const policy = { send: false, severities: [] }
  const situation = unsent({ vulnerability, policy, held: true, sentByHand: true })
  expect(plan(situation)).toMatchObject([{ kind: 'create_ticket', fields: { impact: '3' } }])
  expect(kinds(withStatus('RISK_ACCEPTED', { sentByHand: true }))).toEqual(['create_ticket'])
  expect(kinds(withStatus('DRAFT', { sentByHand: true }))).toEqual(['set_sending'])
})

test('a ticket by hand is refused with a reason where nothing could be sent', () => {
  expect(whyNotByHand('IDENTIFIED', null)).toMatch('not paired')
  expect(whyNotByHand('SUPPRESSED', aMapping)).toMatch('Suppressed is not mapped')
  expect(whyNotByHand('FALSE_POSITIVE', aMapping)).toBeNull()
})

test('what was there before the pairing is held until the question is answered', () => {
  expect(sending(unsent({ held: true }))).toBe('held')
  const byImport = unsent({ held: true, heldByImport: 12 })
  expect(plan(byImport)).toMatchObject([
    { sending: 'held', reason: 'Import 12 opens many tickets at once: send it?' },
  ])
})

test('a copy of a database creates nothing, and says why', () => {
  expect(plan(unsent({ creatingStopped: 'this database was restored' }))).toEqual([
    { kind: 'set_sending', sending: 'held', reason: 'this database was restored' },
  ])
})

test('without a project, and when archived, nothing is sent', () => {
  expect(kinds(unsent({ pairing: null }))).toEqual(['set_sending'])
  expect(kinds(unsent({ archivedAt: new Date(0) }))).toEqual(['set_sending'])
})

test('what has been said is not said again', () => {
  const held = unsent({ held: true })
  const [action] = plan(held)
  if (action?.kind !== 'set_sending') throw new Error('expected a word')
  const { sending: kind, reason } = action
  expect(plan({ ...held, sending: { sending: kind, reason } })).toEqual([])
})

test('a refused create waits for another wish, another status or another mapping', () => {
  const situation = unsent()
  const [action] = plan(situation)
  if (action?.kind !== 'create_ticket') throw new Error('expected a create')
  const refusals = [{ wish: action.wish, words: 'caller_id is mandatory' }]
  expect(plan({ ...situation, refusals })).toEqual([
    { kind: 'set_sending', sending: 'refused', reason: 'caller_id is mandatory' },
  ])
  const retitled = { ...aVulnerability, title: 'XSS' }
  expect(kinds({ ...situation, refusals, vulnerability: retitled })).toEqual(['create_ticket'])
  const remapped = { ...aPairing({ creation: { caller_id: 'abc' } }), mappingId: 12 }
  expect(kinds({ ...situation, refusals, pairing: remapped })).toEqual(['create_ticket'])
})

test('a follow-up is the next generation and names the ticket before it', () => {
  const situation = inStep({}, { generation: 2 })
  expect(plan(situation)).toMatchObject([
    {
      kind: 'create_ticket',
      generation: 2,
      fields: { work_notes: 'Follow-up ticket of INC0010001' },
    },
  ])
})

test('a follow-up that may not be made leaves the ticket before it in step', () => {
  const situation = inStep({ theirs: '2' }, { generation: 2, creatingStopped: 'restored' })
  expect(kinds(situation)).toContain('set_status')
})

test('while somebody has to log in again, what is due stays due', () => {
  const pairing = { ...aPairing(), usable: false }
  const wait = [{ kind: 'wait_for_login', integrationId: 5 }]
  expect(plan(unsent({ pairing }))).toEqual(wait)
  expect(plan({ ...inStep({ ours: 'IN_PROGRESS' }), pairing })).toEqual(wait)
  const attempt = { attempt: anAttempt(), pairing, looked: null }
  expect(plan(unsent({ attempt }))).toEqual(wait)
})

test('nothing is created before it is known that the database is not an older one', () => {
  const pairing = { ...aPairing(), heard: false }
  const situation = unsent({ pairing })
  const at = new Date(situation.now.getTime() + 5_000)
  expect(plan(situation)).toEqual([{ kind: 'wait_until', at }])
  expect(kinds({ ...inStep({ ours: 'IN_PROGRESS' }), pairing })).toContain('update_ticket')
})

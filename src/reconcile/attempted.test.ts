import { expect, test } from 'vitest'

import { plan } from './plan.ts'
import {
  aFound,
  anAttempt,
  aPairing,
  aReading,
  attempted,
  aVulnerability,
  NOW,
  OURS,
  SYS_ID,
  sysId,
  unsent,
} from './situation.fixture.ts'
import type { Attempted, Situation } from './situation.ts'

const UNSURE = { kind: 'set_sending', sending: 'unsure' }

function situation(attempt: Attempted, differences: Partial<Situation> = {}): Situation {
  return unsent({ attempt, ...differences })
}

function kinds(of: Situation): string[] {
  return plan(of).map(({ kind }) => kind)
}

test('a create whose answer was lost is looked for, never simply repeated', () => {
  expect(plan(situation(attempted(1)))).toMatchObject([{ kind: 'look_for', attempt: { id: 200 } }])
})

test('nothing found is no proof: the vulnerability says that it waits to be sure', () => {
  const actions = plan(situation(attempted(4, [])))
  expect(actions).toMatchObject([UNSURE, { kind: 'wait_until' }])
})

test('the looks become rarer, and the last is when the instance can no longer commit', () => {
  const waits = [1, 5, 20, 100, 170, 329].map((age) => {
    const wait = plan(situation(attempted(age, []))).at(-1)
    return wait?.kind === 'wait_until' ? (wait.at.getTime() - NOW.getTime()) / 1000 + age : null
  })
  expect(waits).toEqual([10, 10, 40, 200, 330, 330])
})

test('after the wait one last look is needed before it is tried again', () => {
  const late = attempted(331, [])
  const lookedBefore = { ...late, looked: { at: new Date(NOW.getTime() - 2000), found: [] } }
  expect(kinds(situation(lookedBefore))).toEqual(['look_for'])
})

test('it is tried again under the same sys_id and correlation id', () => {
  expect(plan(situation(attempted(331, [])))).toMatchObject([
    { kind: 'create_ticket', correlationId: OURS, generation: 1, repeats: { sysId: SYS_ID } },
  ])
})

test('it is not tried again where no ticket is wanted any more', () => {
  const fixed = { ...aVulnerability, status: 'FIX_ACCEPTED' } as const
  const elsewhere = { ...aPairing(), table: 'problem' }
  const nothing = attempted(331, [])
  for (const differences of [
    { vulnerability: fixed },
    { pairing: elsewhere },
    { creatingStopped: 'restored' },
    { generation: 2 },
  ]) {
    expect(kinds(situation(nothing, differences))).toEqual(['abandon_attempt'])
  }
})

test('what the lost request had made is adopted', () => {
  expect(plan(situation(attempted(1, [aFound(SYS_ID)])))).toMatchObject([
    {
      kind: 'adopt_ticket',
      ticket: { sysId: SYS_ID, agreed: { status: 'IDENTIFIED', state: '1', sent: {} } },
    },
    { kind: 'deliver', line: { level: 'INFO' } },
  ])
})

test('of several the one with our sys_id is adopted, and each other one is named', () => {
  const older = aFound(sysId(9), { createdOn: '2026-11-23 11:00:00', number: 'INC0000009' })
  const actions = plan(situation(attempted(1, [older, aFound(SYS_ID)])))
  expect(actions).toMatchObject([
    { kind: 'adopt_ticket', ticket: { sysId: SYS_ID } },
    { kind: 'deliver' },
    { kind: 'deliver', line: { level: 'WARN', details: { copy: 'INC0000009' } } },
  ])
})

test('of several without our sys_id the oldest is adopted', () => {
  const older = aFound(sysId(9), { createdOn: '2026-11-23 11:00:00' })
  const newer = aFound(sysId(8), { createdOn: '2026-11-23 11:30:00' })
  const [action] = plan(situation(attempted(1, [newer, older])))
  expect(action).toMatchObject({ ticket: { sysId: sysId(9) } })
})

test('of several made in the same second the one with the lower number is adopted', () => {
  const original = aFound(sysId(9), { number: 'INC9999999' })
  const copy = aFound(sysId(8), { number: 'INC10000000' })
  const actions = plan(situation(attempted(1, [copy, original])))
  expect(actions).toMatchObject([
    { kind: 'adopt_ticket', ticket: { sysId: sysId(9) } },
    { kind: 'deliver' },
    { kind: 'deliver', line: { level: 'WARN', details: { copy: 'INC10000000' } } },
  ])
})

test('a record without our correlation id is never adopted, whatever the query returned', () => {
  const stranger = aFound(SYS_ID, { reading: aReading('1', {}) })
  const foreign = { ...stranger.reading, fields: { correlation_id: 'lockstep:other' } }
  const looked = attempted(1, [{ ...stranger, reading: foreign }])
  expect(kinds(situation(looked))).not.toContain('adopt_ticket')
})

test('a follow-up never adopts the ticket that it follows, nor a known copy of it', () => {
  const attempt = anAttempt({ generation: 2, sysId: sysId(2) })
  const looked = { at: NOW, found: [aFound(SYS_ID), aFound(sysId(7))] }
  const of = situation(
    { attempt, pairing: aPairing(), looked },
    { generation: 2, knownSysIds: [SYS_ID], said: [`copy ${sysId(7)}`] },
  )
  expect(kinds(of)).not.toContain('adopt_ticket')
})

test('a ticket that people moved before it was found is taken as moved by them', () => {
  const moved = aFound(SYS_ID, { reading: aReading('2', {}, { modCount: 2 }) })
  const [action] = plan(situation(attempted(1, [moved])))
  expect(action).toMatchObject({ ticket: { agreed: { state: '1' }, reading: { state: '2' } } })
})

test('an attempt at an instance that is no longer connected holds up a new one only so long', () => {
  const lost = (age: number) => ({ ...attempted(age), pairing: null })
  expect(plan(situation(lost(10)))).toMatchObject([UNSURE, { kind: 'wait_until' }])
  expect(plan(situation(lost(10), { pairing: null }))).toMatchObject([UNSURE])
  expect(kinds(situation(lost(331)))).toEqual(['abandon_attempt'])
})

import { expect, test } from 'vitest'

import { plan } from './plan.ts'
import { aPairing, inStep, NOW, SYS_ID, sysId } from './situation.fixture.ts'
import type { Situation } from './situation.ts'

function kinds(situation: Situation): string[] {
  return plan(situation).map(({ kind }) => kind)
}

test('a deleted ticket breaks the link, warns, and nothing is made by itself', () => {
  const gone = inStep({}, { observed: { kind: 'gone', at: NOW } })
  expect(plan(gone)).toMatchObject([
    { kind: 'deliver', line: { level: 'WARN' } },
    { kind: 'mark_gone' },
    { kind: 'set_sending', sending: 'none' },
  ])
  const sending = { sending: 'none', reason: 'INC0010001 was deleted in ServiceNow' } as const
  const after = inStep({ ticket: { condition: 'gone' } }, { observed: null, sending })
  expect(plan(after)).toEqual([])
})

test('a ticket seen a moment ago is not taken for deleted: a replica may be behind', () => {
  const seenAt = (msAgo: number) => ({ ticketSeenAt: new Date(NOW.getTime() - msAgo) })
  const gone = { observed: { kind: 'gone', at: NOW } } as const
  const at = new Date(NOW.getTime() + 29_000)
  expect(plan(inStep({}, { ...gone, ...seenAt(1_000) }))).toEqual([{ kind: 'wait_until', at }])
  expect(kinds(inStep({}, { ...gone, ...seenAt(30_000) }))).toContain('mark_gone')
})

test('a new ticket after a deleted one is made only when a person asks for it', () => {
  const observed = { kind: 'gone', at: NOW } as const
  const asked = inStep({ ticket: { condition: 'gone' } }, { observed, generation: 2 })
  expect(plan(asked)).toMatchObject([{ kind: 'create_ticket', generation: 2 }])
})

test('before a new ticket is made in place of a deleted one, that is looked for once more', () => {
  const gone = { ticket: { condition: 'gone' } } as const
  expect(kinds(inStep(gone, { observed: null, generation: 2 }))).toEqual(['look_up'])
  expect(kinds(inStep(gone, { generation: 2 }))).toEqual(['deliver', 'mark_living'])
})

test('a ticket that was only hidden for a while is taken up again', () => {
  const seen = { ticket: { condition: 'gone' } } as const
  expect(kinds(inStep({ ...seen, kind: 'stored' }))).toEqual(['look_up'])
  expect(kinds(inStep(seen))).toEqual(['deliver', 'mark_living'])
})

test('a ticket that cannot be read is not taken for deleted, and is said to be so once', () => {
  const unreadable = inStep({}, { observed: { kind: 'unreadable' } })
  const actions = plan(unreadable)
  expect(kinds(unreadable)).toEqual(['set_sending', 'deliver', 'wait_until'])
  const [said] = actions
  if (said?.kind !== 'set_sending') throw new Error('expected a word')
  const sending = { sending: said.sending, reason: said.reason }
  expect(kinds({ ...unreadable, sending })).toEqual(['wait_until'])
})

test('nothing is written to a record that does not carry our correlation id', () => {
  const foreign = { ours: 'IN_PROGRESS', reading: { fields: { correlation_id: '' } } } as const
  expect(kinds(inStep(foreign))).toEqual(['set_sending', 'deliver'])
  expect(kinds(inStep({ ...foreign, kind: 'stored' }))).toEqual(['look_up'])
})

test('a second record with our key is left alone, with one Warn line', () => {
  const copies = [{ sysId: sysId(2), number: 'INC0010002' }]
  const [action] = plan(inStep({}, { copies }))
  expect(action).toMatchObject({
    kind: 'deliver',
    line: { level: 'WARN', details: { copy: 'INC0010002' } },
    marker: `copy ${sysId(2)}`,
  })
  expect(plan(inStep({}, { copies, said: [`copy ${sysId(2)}`] }))).toEqual([])
  expect(plan(inStep({}, { copies, knownSysIds: [SYS_ID, sysId(2)] }))).toEqual([])
})

test('an archived vulnerability adds one note, and its ticket is left', () => {
  const archived = inStep({ theirs: '2' }, { archivedAt: NOW })
  const [note] = plan(archived)
  if (note?.kind !== 'add_note') throw new Error('expected a note')
  expect(note.marker).toBe('archived 2026-11-23T12:00:00.000Z')
  const after = { ...archived, said: [note.marker] }
  expect(plan(after)).toEqual([{ kind: 'set_sending', sending: 'none', reason: 'Archived' }])
  expect(kinds(inStep({ kind: 'stored' }, { archivedAt: NOW }))).toEqual(['look_up'])
})

test('without a project the ticket is left as it is', () => {
  expect(plan(inStep({ theirs: '2' }, { pairing: null }))).toMatchObject([
    { kind: 'set_sending', sending: 'none' },
  ])
})

test('paired with another table, an old ticket keeps to the mapping it was made with', () => {
  const other = { ...aPairing({ inbound: {} }), table: 'problem', mappingId: 99 }
  expect(plan(inStep({ theirs: '2' }, { pairing: other }))).toMatchObject([
    { kind: 'set_status', status: 'IN_PROGRESS' },
    { kind: 'deliver' },
    { kind: 'remember', mappingId: 11 },
  ])
  expect(plan(inStep({}, { pairing: other, ticketPairing: null }))).toMatchObject([
    { kind: 'set_sending', sending: 'none' },
  ])
})

test('an edited mapping of the same table holds for the tickets it has', () => {
  const edited = { ...aPairing({ inbound: { '2': 'FALSE_POSITIVE' } }), mappingId: 12 }
  expect(plan(inStep({ theirs: '2' }, { pairing: edited }))).toMatchObject([
    { kind: 'set_status', status: 'FALSE_POSITIVE' },
    { kind: 'deliver' },
    { kind: 'remember', mappingId: 12 },
  ])
})

import { expect, test } from 'vitest'

import type { Mapping } from '../connection/mapping.ts'
import type { Action, AddNote, UpdateTicket } from './action.ts'
import { plan } from './plan.ts'
import { aMapping, aVulnerability, inStep, SYS_ID } from './situation.fixture.ts'
import type { Moves } from './situation.fixture.ts'
import type { Refusal, Situation } from './situation.ts'

function onlyUpdate(actions: readonly Action[]): UpdateTicket {
  const action = actions.at(-1)
  const others = actions.filter(({ kind }) => kind !== 'remember')
  if (others.length !== 1 || action?.kind !== 'update_ticket') {
    throw new Error(`expected one update, got ${JSON.stringify(actions)}`)
  }
  return action
}

function onlyNote(actions: readonly Action[]): AddNote {
  const [action] = actions
  if (actions.length !== 1 || action?.kind !== 'add_note') {
    throw new Error(`expected one note, got ${JSON.stringify(actions)}`)
  }
  return action
}

/** In step, but for what our side says of the vulnerability now. */
function changed(changes: Partial<Situation['vulnerability']>, moves: Moves = {}): Situation {
  const situation = inStep(moves)
  return { ...situation, vulnerability: { ...situation.vulnerability, ...changes } }
}

test('a new severity sends impact and urgency, and the description that names it', () => {
  const { writes, move } = onlyUpdate(plan(changed({ severity: 'LOW' })))
  expect(writes).toHaveLength(1)
  expect(Object.keys(writes[0] ?? {}).toSorted()).toEqual(['description', 'impact'])
  expect(writes[0]?.['impact']).toBe('3')
  expect(move).toBeNull()
})

test('a table without a priority lookup is sent the priority too', () => {
  const { writes } = onlyUpdate(
    plan(changed({ severity: 'LOW' }, { mapping: { priorityBy: 'direct' } })),
  )
  expect(writes[0]).toMatchObject({ impact: '3', priority: '4' })
})

test('a hand edit in ServiceNow stays: only what we change is sent', () => {
  const edited = inStep()
  const { observed } = edited
  if (observed?.kind !== 'fresh') throw new Error('not fresh')
  const fields = { ...observed.reading.fields, short_description: 'Call me', impact: '3' }
  const situation: Situation = {
    ...edited,
    observed: { kind: 'fresh', reading: { ...observed.reading, fields } },
  }
  expect(plan(situation)).toEqual([])
  const later = { ...situation, vulnerability: { ...aVulnerability, solution: 'Use an ORM.' } }
  expect(Object.keys(onlyUpdate(plan(later)).writes[0] ?? {})).toEqual(['description'])
})

test('a value that is there already is only remembered', () => {
  const situation = changed({ title: 'XSS' })
  const reading = {
    ...situation.observed,
    kind: 'fresh',
    reading: {
      state: '1',
      modCount: 9,
      updatedOn: '',
      updatedBy: '',
      fields: {
        ...(situation.observed?.kind === 'fresh' ? situation.observed.reading.fields : {}),
        short_description: '[CONVISO] 42 - XSS',
      },
    },
  } as const
  const actions = plan({ ...situation, observed: reading })
  expect(actions).toMatchObject([
    { kind: 'remember', agreed: { sent: { short_description: '[CONVISO] 42 - XSS' } } },
  ])
  const polled = { ...situation, observed: { ...reading, kind: 'stored' } } as const
  expect(plan(polled), 'on the strength of a new reading only').toMatchObject([{ kind: 'look_up' }])
})

test('a move and a new title travel in one write, with the extra fields of the status', () => {
  const situation = changed({ title: 'XSS' }, { ours: 'RISK_ACCEPTED' })
  expect(onlyUpdate(plan(situation)).writes).toEqual([
    {
      state: '6',
      close_code: 'Accepted',
      close_notes: 'seen (Ada)',
      short_description: '[CONVISO] 42 - XSS',
    },
  ])
})

const WITH_HOPS: Partial<Mapping> = {
  outbound: {
    ...aMapping.outbound,
    RISK_ACCEPTED: {
      state: '6',
      fields: { close_code: 'Accepted' },
      hops: [
        { state: '2', fields: { assigned_to: 'abc' } },
        { state: '4', fields: { cause_notes: '{title}' } },
      ],
    },
  },
}

test('a state that can only be reached through others is reached through them', () => {
  const moves: Moves = { ours: 'RISK_ACCEPTED', mapping: WITH_HOPS }
  expect(onlyUpdate(plan(inStep(moves))).writes).toEqual([
    { state: '2', assigned_to: 'abc' },
    { state: '4', cause_notes: 'SQL injection in login' },
    { state: '6', close_code: 'Accepted' },
  ])
})

test('what is about to be written is written down first', () => {
  const situation = changed({ title: 'XSS' }, { ours: 'RISK_ACCEPTED', mapping: WITH_HOPS })
  const [announced, update] = plan(situation)
  if (announced?.kind !== 'remember') throw new Error('expected an announcement')
  expect(announced.agreed).toMatchObject({
    status: 'IDENTIFIED',
    state: '1',
    underWay: { status: 'RISK_ACCEPTED', states: ['2', '4', '6'] },
  })
  expect(Object.keys(announced.agreed.sent)).toEqual(['description', 'impact', 'urgency'])
  expect(update).toMatchObject({ kind: 'update_ticket', agreed: { underWay: null } })
})

const UNDER_WAY = { status: 'RISK_ACCEPTED', states: ['2', '4', '6'] } as const

test('a crash half way is no move of theirs: the rest of the way is gone', () => {
  const moves: Moves = { ours: 'RISK_ACCEPTED', theirs: '2', mapping: WITH_HOPS }
  expect(plan(inStep({ ...moves, underWay: UNDER_WAY }))).toMatchObject([
    { kind: 'remember', agreed: { status: 'IDENTIFIED', state: '2', underWay: null } },
  ])
  const { writes } = onlyUpdate(plan(inStep({ ...moves, agreedState: '2' })))
  expect(writes.map(({ state }) => state)).toEqual(['4', '6'])
  expect(plan(inStep(moves))[0], 'a person moved it there').toMatchObject({ kind: 'set_status' })
})

test('a move of ours whose answer was lost is not taken for theirs when ours went back', () => {
  const moves: Moves = { theirs: '6', underWay: UNDER_WAY, mapping: WITH_HOPS }
  expect(plan(inStep({ ...moves, kind: 'stored' }))).toMatchObject([{ kind: 'look_up' }])
  expect(plan(inStep(moves))).toMatchObject([
    { kind: 'remember', agreed: { status: 'RISK_ACCEPTED', state: '6' } },
  ])
  const half = plan(inStep({ ...moves, theirs: '4' }))
  expect(half).toMatchObject([{ agreed: { status: 'RISK_ACCEPTED', state: '4' } }])
})

test('a move of ours that was never carried out is forgotten when it is not wanted', () => {
  expect(plan(inStep({ underWay: UNDER_WAY }))).toMatchObject([
    { kind: 'remember', agreed: { status: 'IDENTIFIED', state: '1', underWay: null } },
  ])
})

/** Plans again and again, with each written wish refused; what was tried, and what is left. */
function refuseAll(situation: Situation) {
  const tried: UpdateTicket[] = []
  let refusals: Refusal[] = []
  for (;;) {
    const actions = plan({ ...situation, refusals })
    const action = actions.at(-1)
    if (action?.kind !== 'update_ticket') return { tried, actions, refusals }
    tried.push(action)
    refusals = [...refusals, { wish: action.wish, words: `no ${tried.length}` }]
  }
}

test('a refused write is tried in parts, then left until the wish changes', () => {
  const situation = changed({ title: 'XSS' }, { ours: 'RISK_ACCEPTED' })
  const { tried, actions, refusals } = refuseAll(situation)
  expect(tried.map(({ writes }) => Object.keys(writes[0] ?? {}))).toEqual([
    ['close_code', 'close_notes', 'state', 'short_description'],
    ['close_code', 'close_notes', 'state'],
    ['short_description'],
  ])
  expect(actions).toEqual([{ kind: 'set_sending', sending: 'refused', reason: 'no 1' }])
  const { vulnerability, statusChange } = situation
  const retitled = { ...situation, refusals, vulnerability: { ...vulnerability, title: 'CSRF' } }
  expect(onlyUpdate(plan(retitled)).move).not.toBeNull()
  const decidedAgain = { ...statusChange, changedAt: new Date('2026-11-23T11:00:00Z') }
  expect(
    onlyUpdate(plan({ ...situation, refusals, statusChange: decidedAgain })).writes,
  ).toHaveLength(1)
})

test('Fixed without a row adds one work note, and only then is agreed on', () => {
  const fixed = inStep({ ours: 'FIX_ACCEPTED' })
  const note = onlyNote(plan(fixed))
  expect(note).toMatchObject({ sysId: SYS_ID, marker: 'fixed 2026-11-20T08:00:00.000Z' })
  expect(note.text).toMatch(/^Fixed: seen\n\[lockstep fixed 2026-11-20T08:00:00\.000Z\]$/)
  expect(plan({ ...fixed, said: [note.marker] })).toMatchObject([
    { kind: 'remember', agreed: { status: 'FIX_ACCEPTED', state: '1' } },
  ])
  const refused = [{ wish: note.wish, words: 'no' }]
  expect(plan({ ...fixed, refusals: refused })).toMatchObject([{ kind: 'remember' }])
})

test('found again brings the same ticket back to the state of Identified', () => {
  const again = inStep({ agreedStatus: 'FIX_ACCEPTED', theirs: '2', agreedState: '2' })
  expect(onlyUpdate(plan(again)).writes).toEqual([{ state: '1' }])
})

test('found again where the ticket never moved takes the note back', () => {
  const again = inStep({ agreedStatus: 'FIX_ACCEPTED' })
  const note = onlyNote(plan(again))
  expect(note.text).toMatch(/^Found again/)
  expect(plan({ ...again, said: [note.marker] })).toMatchObject([
    { kind: 'remember', agreed: { status: 'IDENTIFIED' } },
  ])
})

test('Fixed with a row moves the ticket and needs no note', () => {
  const outbound = { ...aMapping.outbound, FIX_ACCEPTED: { state: '6', fields: {}, hops: [] } }
  const fixed = inStep({ ours: 'FIX_ACCEPTED', mapping: { outbound } })
  expect(onlyUpdate(plan(fixed)).writes).toEqual([{ state: '6' }])
})

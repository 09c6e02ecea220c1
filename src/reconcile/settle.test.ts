import { expect, test } from 'vitest'

import type { Status } from '../vulnerability/status.ts'
import type { Action } from './action.ts'
import { plan } from './plan.ts'
import { toBeApplied } from './settle.ts'
import { aMapping, aPairing, inStep } from './situation.fixture.ts'
import type { Moves } from './situation.fixture.ts'

/** What a plan does to the pair, in one line each: the decision table reads like docs/sync.md. */
function outcome(moves: Moves): string[] {
  return plan(inStep(moves)).map(inOneLine)
}

function inOneLine(action: Action): string {
  if (action.kind === 'set_status') return `status → ${action.status}`
  if (action.kind === 'deliver') return `${action.line.level}: ${action.line.message}`
  if (action.kind === 'history') return `timeline: ${action.entry.message}`
  if (action.kind === 'update_ticket') {
    return `state → ${action.writes.map((write) => write['state']).join(' → ')}`
  }
  if (action.kind !== 'remember') return action.kind
  const { status, state, underWay } = action.agreed
  return underWay === null ? `agreed on ${status} ${state}` : 'announced'
}

test('nothing moved: nothing to do', () => {
  expect(outcome({})).toEqual([])
})

test('ours moved to a mapped status: its state is pushed', () => {
  expect(outcome({ ours: 'IN_PROGRESS' })).toEqual(['announced', 'state → 2'])
})

test('ours moved, and the ticket is in its state already: nothing is written', () => {
  const moves = { ours: 'IN_PROGRESS', theirs: '2', agreedState: '2' } as const
  expect(outcome(moves)).toEqual(['agreed on IN_PROGRESS 2'])
})

test('ours moved to a status without a mapping: no call, and one Info line', () => {
  const moves = { ours: 'SUPPRESSED' } as const
  expect(outcome(moves)).toEqual([
    'INFO: Status Suppressed is not mapped: the ticket keeps its state',
    'agreed on SUPPRESSED 1',
  ])
  const again = inStep(moves, { said: ['unmapped SUPPRESSED'] })
  expect(plan(again).map(({ kind }) => kind)).toEqual(['remember'])
})

test('theirs moved to a mapped state: its status is taken over', () => {
  expect(outcome({ theirs: '2' })).toEqual([
    'status → IN_PROGRESS',
    'INFO: Status taken over from ServiceNow',
    'agreed on IN_PROGRESS 2',
  ])
})

test('theirs moved to a state that means our status: only remembered', () => {
  expect(outcome({ theirs: '4', mapping: { inbound: { '4': 'IDENTIFIED' } } })).toEqual([
    'agreed on IDENTIFIED 4',
  ])
})

test('theirs moved to a state that is ignored: our status stays', () => {
  expect(outcome({ theirs: '7' })).toEqual(['agreed on IDENTIFIED 7'])
})

test('theirs moved to a state without a mapping: our status stays, with an Info line', () => {
  expect(outcome({ theirs: '8' })).toEqual([
    'INFO: State "8" is not mapped: the status is kept',
    'agreed on IDENTIFIED 8',
  ])
})

test('both moved to the same: only remembered', () => {
  expect(outcome({ ours: 'IN_PROGRESS', theirs: '2' })).toEqual(['agreed on IN_PROGRESS 2'])
})

test('both moved: ServiceNow wins, and the timeline names the loser', () => {
  expect(outcome({ ours: 'IN_PROGRESS', theirs: '3' })).toEqual([
    'status → AWAITING_VALIDATION',
    'INFO: Status taken over from ServiceNow',
    'timeline: Both sides had moved: Awaiting Validation of ServiceNow (INC0010001) won over In Progress',
    'agreed on AWAITING_VALIDATION 3',
  ])
})

test('both moved, and the platform wins: their move is noted first, then ours is pushed', () => {
  const moves: Moves = { ours: 'IN_PROGRESS', theirs: '3', mapping: { winner: 'platform' } }
  expect(outcome(moves)).toEqual([
    'timeline: Both sides had moved: In Progress of Lockstep won over Awaiting Validation',
    'agreed on IDENTIFIED 3',
  ])
  expect(outcome({ ...moves, agreedState: '3' })).toEqual(['announced', 'state → 2'])
})

test('both moved, theirs to a state without a mapping: ours is pushed over it', () => {
  expect(outcome({ ours: 'IN_PROGRESS', theirs: '8' })).toEqual([
    'INFO: State "8" is not mapped: the status is kept',
    'agreed on IDENTIFIED 8',
  ])
  expect(outcome({ ours: 'IN_PROGRESS', theirs: '8', agreedState: '8' })).toEqual([
    'announced',
    'state → 2',
  ])
})

test('both moved, theirs to a state that is ignored: ours is pushed over it', () => {
  expect(outcome({ ours: 'IN_PROGRESS', theirs: '7' })).toEqual(['agreed on IDENTIFIED 7'])
  expect(outcome({ ours: 'IN_PROGRESS', theirs: '7', agreedState: '7' })).toEqual([
    'announced',
    'state → 2',
  ])
})

test('both moved, ours to a status without a mapping: ServiceNow wins all the same', () => {
  expect(outcome({ ours: 'SUPPRESSED', theirs: '3' })).toContain('status → AWAITING_VALIDATION')
})

test('several statuses on one state: the one we have is not changed', () => {
  const mapping = {
    outbound: {
      IDENTIFIED: { state: '1', fields: {}, hops: [] },
      RISK_ACCEPTED: { state: '3', fields: {}, hops: [] },
      FALSE_POSITIVE: { state: '3', fields: {}, hops: [] },
    },
    inbound: { '1': 'IDENTIFIED', '3': 'RISK_ACCEPTED' },
  } as const
  const closed = { theirs: '3', mapping }
  expect(outcome({ ...closed, ours: 'FALSE_POSITIVE' })).toEqual(['agreed on FALSE_POSITIVE 3'])
  expect(outcome(closed)[0]).toBe('status → RISK_ACCEPTED')
})

test('a risk that ServiceNow accepts names ticket and person, and is due in 90 days', () => {
  expect(plan(inStep({ theirs: '6' }))[0]).toEqual({
    kind: 'set_status',
    from: 'IDENTIFIED',
    status: 'RISK_ACCEPTED',
    actor: { kind: 'integration', id: '5', name: 'ServiceNow (beth.anglin)' },
    reason: 'INC0010001 was moved to Resolved (6) by beth.anglin',
    riskAcceptedUntil: '2027-02-21',
  })
})

test.for<Status>(['RISK_ACCEPTED', 'FALSE_POSITIVE', 'FIX_ACCEPTED'])(
  'a person who moves the ticket away from %s is followed',
  (final) => {
    const moves = { ours: final, agreedStatus: final, agreedState: '6', theirs: '1' }
    expect(outcome(moves)[0]).toBe('status → IDENTIFIED')
  },
)

test('a polled row suffices to take a change over', () => {
  expect(outcome({ theirs: '2', kind: 'stored' })[0]).toBe('status → IN_PROGRESS')
})

test('before anything is written the record is read anew', () => {
  expect(outcome({ ours: 'IN_PROGRESS', kind: 'stored' })).toEqual(['look_up'])
})

test('old news is read again, and waited for where even a new reading is old', () => {
  const stale = { theirs: '2', reading: { modCount: 2 } }
  expect(outcome({ ...stale, kind: 'stored' })).toEqual(['look_up'])
  expect(outcome(stale)).toEqual(['wait_until'])
})

test('a ticket that was never read is read', () => {
  expect(plan(inStep({}, { observed: null })).map(({ kind }) => kind)).toEqual(['look_up'])
})

test('an edited mapping moves tickets with their next change, or at once where that is asked', () => {
  const outbound = { ...aMapping.outbound, IDENTIFIED: { state: '2', fields: {}, hops: [] } }
  const edited = inStep({}, { pairing: aPairing({ outbound }) })
  expect(plan(edited)).toEqual([])
  const { ticket } = edited
  if (ticket === null) throw new Error('no ticket')
  const atOnce = { ...ticket, agreed: toBeApplied(ticket.agreed) }
  expect(plan({ ...edited, ticket: atOnce }).at(-1)).toMatchObject({ writes: [{ state: '2' }] })
})

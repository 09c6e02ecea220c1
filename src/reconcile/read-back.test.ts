import { expect, test } from 'vitest'

import type { Fields, Reading } from '../connection/ticket.ts'
import type { Status } from '../vulnerability/status.ts'
import type { CreateTicket, UpdateTicket } from './action.ts'
import { plan } from './plan.ts'
import { afterCreate, afterPart, afterUpdate } from './read-back.ts'
import { afterRefusal } from './refused.ts'
import { aReading, aVulnerability, inStep, SYS_ID, unsent } from './situation.fixture.ts'
import type { Moves } from './situation.fixture.ts'

function creating(status: Status = 'IDENTIFIED'): CreateTicket {
  const [action] = plan(unsent({ vulnerability: { ...aVulnerability, status } }))
  if (action?.kind !== 'create_ticket') throw new Error('expected a create')
  return action
}

function updating(moves: Moves): UpdateTicket {
  const action = plan(inStep(moves)).at(-1)
  if (action?.kind !== 'update_ticket') throw new Error('expected an update')
  return action
}

function answer(fields: Fields, state: string, modCount = 0) {
  const reading = aReading(state, { ...fields, priority: '2' }, { modCount })
  return { sysId: SYS_ID, number: 'INC0010442', reading }
}

test('a created ticket is agreed on as Identified, with the values that we sent', () => {
  const action = creating()
  const { ticket, lines } = afterCreate(action, answer(action.fields, '1'))
  expect(lines).toEqual([
    {
      level: 'INFO',
      message: 'Incident created in ServiceNow',
      details: { number: 'INC0010442', sys_id: SYS_ID, table: 'incident' },
    },
  ])
  expect(ticket).toMatchObject({
    sysId: SYS_ID,
    number: 'INC0010442',
    generation: 1,
    writtenModCount: 0,
    agreed: { status: 'IDENTIFIED', state: '1', sent: { impact: '1', urgency: '2' } },
  })
})

test('what the instance cut at creation is remembered as we sent it', () => {
  const action = creating()
  const { ticket, lines } = afterCreate(
    action,
    answer({ ...action.fields, description: 'ID: 42' }, '1'),
  )
  expect(ticket.agreed.sent['description']).toBe(action.fields['description'])
  expect(lines).toMatchObject([
    { level: 'INFO' },
    { level: 'WARN', details: { field: 'description' } },
  ])
})

test('a rule that moves the ticket at birth is followed, unless our status is further by now', () => {
  const follow = afterCreate(creating(), answer(creating().fields, '2'))
  expect(follow.ticket.agreed).toMatchObject({ status: 'IDENTIFIED', state: '1' })
  const ahead = afterCreate(creating('AWAITING_VALIDATION'), answer(creating().fields, '2'))
  expect(ahead.ticket.agreed).toMatchObject({ status: 'IDENTIFIED', state: '2' })
})

const moved = (state: string): [Reading] => [
  aReading(state, { close_code: 'Accepted', close_notes: 'seen (Ada)' }),
]

test('a move that was taken is agreed on', () => {
  const action = updating({ ours: 'RISK_ACCEPTED' })
  const { agreed, lines } = afterUpdate(action, moved('6'))
  expect(agreed).toMatchObject({ status: 'RISK_ACCEPTED', state: '6' })
  expect(lines).toMatchObject([
    {
      message: 'Incident updated in ServiceNow',
      details: { changed: 'close_code,close_notes,state' },
    },
  ])
})

test('a move that was silently dropped is not sent again, and does not undo our status', () => {
  const { agreed, lines } = afterUpdate(updating({ ours: 'IN_PROGRESS' }), moved('1'))
  expect(agreed).toMatchObject({ status: 'IN_PROGRESS', state: '1' })
  expect(lines).toMatchObject([{ level: 'INFO' }, { level: 'WARN', details: { field: 'state' } }])
})

test("a rule that moves the ticket on is the instance's move, but never against a judgement", () => {
  const followed = afterUpdate(updating({ ours: 'IN_PROGRESS' }), moved('3'))
  expect(followed.agreed).toMatchObject({ status: 'IN_PROGRESS', state: '2' })
  const kept = afterUpdate(updating({ ours: 'FALSE_POSITIVE' }), moved('2'))
  expect(kept.agreed).toMatchObject({ status: 'FALSE_POSITIVE', state: '2' })
})

test('a write that was refused half way leaves the move to be made from there', () => {
  const action = updating({ ours: 'RISK_ACCEPTED' })
  expect(afterPart(action, moved('2'))).toMatchObject({ status: 'IDENTIFIED', state: '2' })
  expect(afterPart(action, [])).toEqual(action.agreed)
})

test("a refusal is told in the instance's own words", () => {
  const words = 'The following fields are mandatory: Close notes'
  expect(afterRefusal(updating({ ours: 'RISK_ACCEPTED' }), words)).toMatchObject({
    notSent: { sending: 'refused', reason: words },
    line: {
      level: 'ERROR',
      message: 'ServiceNow refused to update the Incident',
      details: { reason: words },
    },
    agreed: { status: 'IDENTIFIED', state: '1', underWay: null },
  })
  expect(afterRefusal(creating(), words).line).toMatchObject({
    message: 'ServiceNow refused to create the Incident',
    details: { table: 'incident' },
  })
})

test('a refusal to reopen points to a follow-up ticket', () => {
  const closed: Moves = { agreedStatus: 'FIX_ACCEPTED', theirs: '6', agreedState: '6' }
  expect(afterRefusal(updating(closed), 'no').line.message).toMatch('follow-up ticket')
  const open: Moves = { ours: 'IN_PROGRESS' }
  expect(afterRefusal(updating(open), 'no').line.message).not.toMatch('follow-up')
})

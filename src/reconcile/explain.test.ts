import { expect, test } from 'vitest'

import { changedStatus, conflictMessage, createdLine, stateName } from './explain.ts'
import { aMapping, aPairing, SYS_ID } from './situation.fixture.ts'

test('a line begins with what happened, in the words of the table', () => {
  const pairing = { ...aPairing(), table: 'u_finding', tableLabel: 'Security Finding' }
  expect(createdLine(pairing, { number: 'FND1', sysId: SYS_ID })).toEqual({
    level: 'INFO',
    message: 'Security Finding created in ServiceNow',
    details: { number: 'FND1', sys_id: SYS_ID, table: 'u_finding' },
  })
})

test('the timeline uses the labels of statuses', () => {
  expect(changedStatus('CREATED', 'FIX_ACCEPTED')).toBe('Changed status from Created to Fixed')
})

test('a state is called by its label and its value', () => {
  expect(stateName(aMapping, '2')).toBe('In Progress (2)')
  expect(stateName(aMapping, '-5')).toBe('"-5"')
})

test('a conflict names who won and what was lost', () => {
  expect(conflictMessage('servicenow', 'IN_PROGRESS', 'RISK_ACCEPTED', 'INC1')).toBe(
    'Both sides had moved: Risk Accepted of ServiceNow (INC1) won over In Progress',
  )
  expect(conflictMessage('platform', 'IN_PROGRESS', 'RISK_ACCEPTED', 'INC1')).toBe(
    'Both sides had moved: In Progress of Lockstep won over Risk Accepted',
  )
})

import { expect, test } from 'vitest'

import { freshDraft } from './draft.ts'
import { editInbound, filledInbound, inboundOf, judgesByItself, sharedStates } from './inbound.ts'
import { anIncident, aTask } from './table.fixture.ts'

const task = freshDraft(aTask())

test('the map from ServiceNow is filled from the rows above', () => {
  expect(filledInbound(task.outbound, 'u_task')).toEqual({
    '1': 'IDENTIFIED',
    '2': 'IN_PROGRESS',
    '-5': 'AWAITING_VALIDATION',
    '3': 'RISK_ACCEPTED',
    '4': 'FALSE_POSITIVE',
  })
})

test("an incident's Closed is ignored, since the instance closes by itself", () => {
  const outbound = { ...task.outbound, RISK_ACCEPTED: { state: '7' } }
  expect(filledInbound(outbound, 'incident')['7']).toBe('ignore')
  expect(judgesByItself('incident', '7', 'RISK_ACCEPTED')).toBe(true)
  expect(judgesByItself('incident', '7', 'ignore')).toBe(false)
  expect(judgesByItself('u_task', '7', 'RISK_ACCEPTED')).toBe(false)
})

test('of several statuses on one state the first in form order is taken, and that is said', () => {
  const outbound = { ...task.outbound, FALSE_POSITIVE: { state: '3' } }
  expect(filledInbound(outbound, 'u_task')['3']).toBe('RISK_ACCEPTED')
  expect(sharedStates(outbound)).toEqual([
    { state: '3', statuses: ['RISK_ACCEPTED', 'FALSE_POSITIVE'] },
  ])
})

test('an edited state stays as edited while the rows above change', () => {
  const edited = { ...task, inboundEdits: editInbound(task, 'u_task', '7', 'FALSE_POSITIVE') }
  const moved = {
    ...edited,
    outbound: { ...edited.outbound, IN_PROGRESS: { ...edited.outbound.IN_PROGRESS, state: '7' } },
  }
  expect(inboundOf(moved, 'u_task')['7']).toBe('FALSE_POSITIVE')
  expect(inboundOf(moved, 'u_task')).not.toHaveProperty('2')
})

test('an edit back to the filled value follows the rows above again', () => {
  const edits = editInbound(task, 'u_task', '1', 'ignore')
  expect(editInbound({ ...task, inboundEdits: edits }, 'u_task', '1', 'IDENTIFIED')).toEqual({})
})

test('a state can be taken out of the map', () => {
  const incident = freshDraft(anIncident())
  const inboundEdits = editInbound(incident, 'incident', '7', '')
  expect(inboundOf({ ...incident, inboundEdits }, 'incident')).not.toHaveProperty('7')
})

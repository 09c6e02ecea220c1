import { expect, test } from 'vitest'

import { answerOf, NO_ANSWER, ticketsOf, withSeverity } from './ticket-answer.ts'

test('severities are an answer once there is one of them', () => {
  const none = { ...NO_ANSWER, choice: 'severities' } as const
  expect([answerOf(NO_ANSWER), answerOf(none)]).toEqual([undefined, undefined])
  const two = withSeverity(withSeverity(none, 'HIGH', true), 'CRITICAL', true)
  expect(answerOf(two)).toEqual({ answer: 'severities', severities: ['HIGH', 'CRITICAL'] })
  expect(answerOf(withSeverity(two, 'HIGH', false))).toMatchObject({ severities: ['CRITICAL'] })
})

test('an answer given with the import says the same as one given afterwards', () => {
  const severities = ['CRITICAL', 'HIGH'] as const
  expect(ticketsOf(NO_ANSWER)).toBe(undefined)
  expect(ticketsOf({ choice: 'hold', severities })).toBe('hold')
  expect(ticketsOf({ choice: 'severities', severities })).toBe('CRITICAL,HIGH')
})

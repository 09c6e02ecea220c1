import { expect, test } from 'vitest'

import { answerOf, isAnswered, NO_ANSWER } from './existing-answer.ts'

test('nothing is sent on an unanswered question', () => {
  expect(isAnswered(NO_ANSWER)).toBe(false)
  expect(answerOf(NO_ANSWER)).toBeUndefined()
})

test('choosing severities means choosing at least one', () => {
  expect(isAnswered({ choice: 'severities', severities: [] })).toBe(false)
  expect(answerOf({ choice: 'severities', severities: ['HIGH'] })).toEqual({
    answer: 'severities',
    severities: ['HIGH'],
  })
})

test('later is an answer that leaves them held', () => {
  expect(isAnswered({ choice: 'later', severities: [] })).toBe(true)
  expect(answerOf({ choice: 'later', severities: [] })).toBeUndefined()
})

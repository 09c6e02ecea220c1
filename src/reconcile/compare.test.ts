import { expect, test } from 'vitest'

import type { Fields } from '../connection/ticket.ts'
import { comparisons, priorityPromise } from './compare.ts'
import { aPairing, aReading, SYS_ID } from './situation.fixture.ts'

const named = { number: 'INC0010001', sysId: SYS_ID }
const WHO = { number: 'INC0010001', sys_id: SYS_ID, table: 'incident' }

function warnings(sent: Fields, kept: Fields, before: Fields | null = null) {
  const old = before === null ? null : aReading('1', before)
  return comparisons(aPairing(), named, sent, old, aReading('1', kept))
}

test('a value that was taken is not worth a line, nor are other line ends', () => {
  expect(warnings({ description: 'a\nb', state: '1' }, { description: 'a\r\nb ' })).toEqual([])
})

test('a dropped field is named', () => {
  const line = {
    level: 'WARN',
    message: 'ServiceNow did not take a field',
    details: { ...WHO, field: 'close_code', sent: 'Fixed' },
  }
  expect(warnings({ close_code: 'Fixed' }, {})).toEqual([line])
  expect(warnings({ close_code: 'Fixed' }, { close_code: '' })).toEqual([line])
  expect(warnings({ close_code: 'Fixed' }, { close_code: 'Old' }, { close_code: 'Old' })).toEqual([
    line,
  ])
})

test('a state that was not taken is named like any other field', () => {
  expect(
    comparisons(aPairing(), named, { state: '6' }, aReading('1', {}), aReading('1', {})),
  ).toMatchObject([
    { message: 'ServiceNow did not take a field', details: { field: 'state', sent: '6' } },
  ])
})

test('a cut field is named with both lengths, never with its text', () => {
  expect(warnings({ description: 'abcdef' }, { description: 'abc' })).toMatchObject([
    {
      message: 'ServiceNow cut a field',
      details: { field: 'description', sent_length: 6, kept_length: 3 },
    },
  ])
})

test('a changed field is named with both values', () => {
  expect(warnings({ impact: '1' }, { impact: '3' }, { impact: '2' })).toMatchObject([
    { message: 'ServiceNow changed a field', details: { field: 'impact', sent: '1', kept: '3' } },
  ])
})

test('a journal is never shown, so it is never missed', () => {
  expect(warnings({ work_notes: 'hello' }, { work_notes: '' })).toEqual([])
})

test('a priority other than the promised one is named with both values', () => {
  const answer = aReading('1', { impact: '1', urgency: '2', priority: '3' })
  expect(priorityPromise(aPairing(), named, { impact: '1' }, '2', answer)).toEqual([
    {
      level: 'WARN',
      message: 'ServiceNow computed another priority than the mapping promised',
      details: { ...WHO, promised: '2', computed: '3', impact: '1', urgency: '2' },
    },
  ])
  expect(priorityPromise(aPairing(), named, { impact: '1' }, '3', answer)).toEqual([])
  expect(priorityPromise(aPairing(), named, { description: 'x' }, '2', answer)).toEqual([])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  and,
  changedAfter,
  encode,
  fieldsOf,
  is,
  isOneOf,
  isSet,
  matches,
  newQuery,
  or,
  orderBy,
  where,
  type Query,
} from './query.ts'

const GUARD = [where('correlation_id', 'STARTSWITH', 'lockstep:abc:')]

test('conditions are joined as the instance reads them', () => {
  const query = and(is('active', 'true'), or(is('state', '1'), is('state', '2')), isSet('number'))
  expect(encode(orderBy(query, 'sys_id'))).toBe(
    'active=true^state=1^ORstate=2^numberISNOTEMPTY^ORDERBYsys_id',
  )
  expect(encode(and(isOneOf('sys_id', ['a', 'b'])))).toBe('sys_idINa,b')
})

test('every branch of a query repeats the guard', () => {
  const query = changedAfter({ updatedOn: '2026-01-01 00:00:00', sysId: 'ab' }, GUARD)
  expect(encode(query)).toBe(
    'sys_updated_on>2026-01-01 00:00:00^correlation_idSTARTSWITHlockstep:abc:' +
      '^NQsys_updated_on=2026-01-01 00:00:00^sys_id>ab^correlation_idSTARTSWITHlockstep:abc:' +
      '^ORDERBYsys_updated_on^ORDERBYsys_id',
  )
})

test('without a record to begin behind, the watermark itself is included', () => {
  const query = changedAfter({ updatedOn: '2026-01-01 00:00:00', sysId: '' }, GUARD)
  expect(encode(query)).toContain('sys_updated_on>=2026-01-01 00:00:00^correlation_id')
  expect(encode(query)).not.toContain('^NQ')
})

const BAD = ['', ' ', 'a^ORactive=true', 'a^NQ', 'a\nb', 'javascript:gs.x()', 'a,b', 'ä', '@x']

test.each(BAD)('a value of %j never gets into a query', (value) => {
  expect(() => is('correlation_id', value)).toThrow(TypeError)
  expect(() => isOneOf('correlation_id', [value])).toThrow(TypeError)
})

test('neither does a field that is no name, nor an empty list', () => {
  expect(() => is('a=b^c', 'x')).toThrow(TypeError)
  expect(() => isOneOf('a', [])).toThrow(TypeError)
  expect(() => and()).toThrow(TypeError)
  expect(() => or()).toThrow(TypeError)
})

test('a row that lacks a field that was asked about does not match', () => {
  expect(matches({}, and(is('no_such_field', 'x')))).toBe(false)
  expect(matches({ a: '' }, and(isSet('a')))).toBe(false)
})

test('numbers compare as numbers, times and ids as text', () => {
  const isOver = (field: string, value: string, than: string) =>
    matches({ [field]: value }, and(where(field, '>', than)))
  expect(isOver('sys_mod_count', '10', '9')).toBe(true)
  expect(isOver('sys_updated_on', '2026-01-02 00:00:00', '2026-01-01 23:59:59')).toBe(true)
  expect(isOver('sys_id', '0'.repeat(31) + 'a', '0'.repeat(32))).toBe(true)
})

const value = fc.stringMatching(/^[A-Za-z0-9:_.-]{1,12}$/)
const row = fc.record({ sys_updated_on: value, sys_id: value, correlation_id: value })

test('a keyset walk matches exactly the rows behind the cursor that the guard lets through', () => {
  fc.assert(
    fc.property(row, row, (cursor, candidate) => {
      const isTimes = !/^-?\d+$/.test(cursor.sys_updated_on + candidate.sys_updated_on)
      const isIds = !/^-?\d+$/.test(cursor.sys_id + candidate.sys_id)
      fc.pre(isTimes && isIds)
      const query = changedAfter({ updatedOn: cursor.sys_updated_on, sysId: cursor.sys_id }, [
        where('correlation_id', 'STARTSWITH', 'a'),
      ])
      const isBehind =
        candidate.sys_updated_on > cursor.sys_updated_on ||
        (candidate.sys_updated_on === cursor.sys_updated_on && candidate.sys_id > cursor.sys_id)
      expect(matches(candidate, query)).toBe(isBehind && candidate.correlation_id.startsWith('a'))
    }),
  )
})

test('an encoded query has exactly the conditions that were built, whatever the values', () => {
  fc.assert(
    fc.property(fc.array(fc.array(value, { minLength: 1 }), { minLength: 1 }), (branches) => {
      const built: Query = newQuery(
        GUARD,
        branches.map((values) => values.map((each) => is('state', each))),
      )
      const read = encode(built)
        .split('^NQ')
        .map((branch) => branch.split('^'))
      expect(read.map((conditions) => conditions.length)).toEqual(
        branches.map((values) => values.length + 1),
      )
      expect(read.every((conditions) => conditions.at(-1)?.startsWith('correlation_id'))).toBe(true)
      expect(fieldsOf(built)).toEqual(['state', 'correlation_id'])
    }),
  )
})

import { expect, test } from 'vitest'

import { must } from './must.ts'
import { never } from './never.ts'

test('a value that is there comes back, falsy ones too', () => {
  expect([must(0, 'count'), must('', 'name'), must(false, 'flag')]).toEqual([0, '', false])
})

test('a value that is missing is named', () => {
  expect(() => must(undefined, 'the open attempt')).toThrow('the open attempt is missing')
  expect(() => must(null, 'the asset')).toThrow(TypeError)
})

test('a case that types call impossible says what it was when it happens after all', () => {
  expect(() => never({ kind: 'surprise' } as never)).toThrow('{"kind":"surprise"}')
})

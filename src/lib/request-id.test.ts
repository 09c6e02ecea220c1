import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  inTheNameOf,
  MOST_REQUEST_IDS,
  ownRequestId,
  requestIds,
  saneRequestId,
} from './request-id.ts'

test('what is done in the name of a request knows it, however long it takes', async () => {
  expect(requestIds()).toEqual([])
  const inside = inTheNameOf(['a'], async () => {
    await new Promise((resolve) => setTimeout(resolve, 1))
    return inTheNameOf(['b', 'c'], () => requestIds()).concat(requestIds())
  })
  expect(requestIds()).toEqual([])
  expect(await inside).toEqual(['b', 'c', 'a'])
})

test('a request id that is taken over is short, and nothing a log or a page could trip over', () => {
  expect(saneRequestId('4bf92f35-77b3:a.b_c')).toBe('4bf92f35-77b3:a.b_c')
  for (const bad of ['', 'a b', 'a\nb', '{"x":1}', '<b>', 'x'.repeat(65), undefined, ['a']]) {
    expect(saneRequestId(bad)).toBe(null)
  }
  fc.assert(
    fc.property(fc.string(), (given) => {
      const id = saneRequestId(given)
      return id === null || (id === given && /^[A-Za-z0-9_.:-]+$/.test(id) && id.length <= 64)
    }),
  )
  expect(saneRequestId(ownRequestId('poll'))).toMatch(/^poll-[0-9a-f-]{36}$/)
})

test('no more ids are carried than a look remembers', () => {
  const many = Array.from({ length: 20 }, (_, n) => String(n))
  expect(inTheNameOf(many, requestIds)).toEqual(many.slice(0, MOST_REQUEST_IDS))
})

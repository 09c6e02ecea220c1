import { expect, test } from 'vitest'

import { SentOnce } from './sent-once.ts'

test('a text that was sent is let go, and cannot be sent as another', () => {
  const text = new SentOnce('a long text')
  expect(text.toPostgres()).toBe('a long text')
  expect(JSON.stringify(text)).toBe('{}')
  expect(() => text.toPostgres()).toThrow('sent already')
})

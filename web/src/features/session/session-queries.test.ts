import { expect, test } from 'vitest'

import { ownPath } from './session-queries.ts'

test('after signing in a person is where they wanted to go', () => {
  expect(ownPath('/vulnerabilities?status=IDENTIFIED')).toBe('/vulnerabilities?status=IDENTIFIED')
})

test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ''])(
  'a link to the sign-in page never leads elsewhere: %s',
  (next) => expect(ownPath(next)).toBe('/'),
)

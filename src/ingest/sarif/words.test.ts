import { expect, test } from 'vitest'

import { findingsOf } from '../testing.ts'

test('a help that only repeats the description is no advice', async () => {
  const text = 'The query is made of untrusted text.'
  const rules = [{ id: 'R', fullDescription: { text }, help: { text, markdown: text } }]
  const results = [{ ruleId: 'R', message: { text: 'SQL injection' } }]
  const runs = [{ tool: { driver: { name: 'Checkmarx One', rules } }, results }]
  expect(await findingsOf({ runs })).toMatchObject([
    { description: `SQL injection\n\n${text}`, solution: '' },
  ])
})

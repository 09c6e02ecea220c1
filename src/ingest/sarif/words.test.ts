import { expect, test } from 'vitest'

import type { Finding } from '../../vulnerability/finding.ts'
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

test.each<[string, object, string]>([
  ['a name in which nothing is filled in', { name: 'Weak hash in {1}' }, 'MD5 is weak'],
  [
    'a description in which nothing is filled in',
    { shortDescription: { text: 'Weak hash in `{library}`' } },
    'MD5 is weak',
  ],
  ['the name of a class', { shortDescription: { text: 'WeakHash' } }, 'MD5 is weak'],
  ['a name with blanks', { name: 'Weak hash' }, 'Weak hash'],
])('%s for a title', async (_, rule, title) => {
  expect(await one(rule)).toMatchObject({ title, description: 'MD5 is weak.' })
})

test('Brakeman puts the class that checks before the name of a rule', async () => {
  const finding = await one({ id: 'BRAKE0000', name: 'SQL/SQL Injection' })
  expect(finding.title).toBe('SQL Injection')
})

test.each([
  '[More info](https://example.com/r).',
  '`weak-hash`\n\nDocs: <https://example.com/r>',
  'Visit [https://example.com/r](https://example.com/r) for additional guidance on this issue.',
  'https://example.com/r',
])('a help that only points elsewhere is no advice: %s', async (markdown) => {
  const finding = await one({ help: { markdown } })
  expect(finding).toMatchObject({ solution: '', reference: 'https://example.com/r' })
})

test('a help that says what to do is advice, with a link too', async () => {
  const text = 'Use SHA-256, see https://example.com/r.'
  expect(await one({ help: { text } })).toMatchObject({ solution: text, reference: '' })
})

test('a help that begins with the description is a longer one', async () => {
  const help = { text: 'The hash can be undone.\nIt is broken.' }
  const fullDescription = { text: 'The hash can be undone.' }
  expect(await one({ help, fullDescription })).toMatchObject({
    description: 'MD5 is weak.\n\nThe hash can be undone.\nIt is broken.',
    solution: '',
  })
})

test('a page of documentation is what is wrong, where nothing else says it', async () => {
  const help = { markdown: '# WeakHash\n\nEmitted when a hash is weak.' }
  expect(await one({ help })).toMatchObject({
    description: 'MD5 is weak.\n\nEmitted when a hash is weak.',
    solution: '',
  })
  const fullDescription = { text: 'The hash can be undone.' }
  expect(await one({ help, fullDescription })).toMatchObject({
    description: 'MD5 is weak.\n\nThe hash can be undone.',
    solution: 'Emitted when a hash is weak.',
  })
})

test('where a rule is described by its first result, each speaks for itself', async () => {
  const text = 'Memory leak: a.'
  const rule = { id: 'leak', shortDescription: { text }, fullDescription: { text } }
  const results = ['Memory leak: a.', 'Memory leak: b.', 'Memory leak: a'].map((said) => ({
    ruleId: 'leak',
    message: { text: said },
  }))
  const runs = [{ tool: { driver: { name: 'Cppcheck', rules: [rule] } }, results }]
  expect(await findingsOf({ runs })).toMatchObject([
    { title: 'Memory leak: a', description: 'Memory leak: a.' },
    { title: 'Memory leak: b', description: 'Memory leak: b.' },
    { title: 'Memory leak: a' },
  ])
})

test.each([
  ['Use of a weak hash', 'MD5 is weak.'],
  ['MD5', 'MD4 is weak.'],
  ['Weak hash', 'Weak hash of a password.'],
  ['Weak hash: a', 'Weak hash: b, which is no better than c, d or e.'],
])('a rule that says %s keeps its name over %s', async (short, message) => {
  const shortDescription = { text: short }
  const rules = [{ id: 'R', shortDescription }]
  const results = [{ ruleId: 'R', message: { text: message } }]
  const [finding] = await findingsOf({
    runs: [{ tool: { driver: { name: 'T', rules } }, results }],
  })
  expect(finding?.title).toBe(short)
})

test('a description that says more stays, however it begins', async () => {
  const text = 'MD5 is weakly broken. Somebody may find another text that has the same hash.'
  const { description } = await one({ fullDescription: { text } })
  expect(description).toBe(`MD5 is weak.\n\n${text}`)
})

test('advice of a result stands in its solution', async () => {
  const results = [{ ruleId: 'R', properties: { recommendation: 'Leave it.' } }]
  expect(await findingsOf({ runs: [{ results }] })).toMatchObject([{ solution: 'Leave it.' }])
})

async function one(rule: object): Promise<Finding> {
  const results = [{ ruleIndex: 0, message: { text: 'MD5 is weak.' } }]
  const runs = [{ tool: { driver: { name: 'T', rules: [{ id: 'R', ...rule }] } }, results }]
  const [finding] = await findingsOf({ runs })
  return finding!
}

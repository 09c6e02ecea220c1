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
  [
    'a description that is but the id',
    { id: 'flake8/F541', shortDescription: { text: 'F541' } },
    'MD5 is weak',
  ],
  ['a name that is but the id', { id: 'V3080', name: 'Rule V3080' }, 'MD5 is weak'],
])('%s for a title', async (_, rule, title) => {
  expect(await one(rule)).toMatchObject({ title, description: 'MD5 is weak.' })
})

test('a line that moves is no part of a title', async () => {
  const text = "spec/a.spec.lua:7:1: accessing undefined variable 'describe'"
  const finding = await one({}, { message: { text } })
  expect(finding.title).toBe("accessing undefined variable 'describe'")
  expect(finding.description).toBe(text)
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

test('what a place says of itself is told, too', async () => {
  const place = (startLine: number, text: string) => ({
    message: { text },
    physicalLocation: {
      artifactLocation: { uri: 'src/a.php' },
      region: { startLine, message: { text: `in region ${startLine}` } },
    },
  })
  const locations = [place(3, 'Complexity of 18, where 15 is allowed'), place(9, 'and here')]
  expect(await one({}, { locations })).toMatchObject({
    description:
      'MD5 is weak.\n\nComplexity of 18, where 15 is allowed\nin region 3\n\nAlso at:\n- src/a.php:9: and here in region 9',
  })
})

test('a place that only repeats its file or the message says nothing', async () => {
  const physicalLocation = { artifactLocation: { uri: 'deploy/Dockerfile' } }
  for (const text of ['Dockerfile', 'MD5 is weak', '']) {
    const locations = [{ message: { text }, physicalLocation }]
    expect(await one({}, { locations })).toMatchObject({ description: 'MD5 is weak.' })
  }
})

test('a message that goes on in Markdown is told whole', async () => {
  const text = 'MD5 is weak.'
  const markdown = `${text}\n\n**Help:** Use SHA-256.`
  const finding = await one({}, { message: { text, markdown } })
  expect(finding).toMatchObject({ title: 'MD5 is weak', description: markdown })
  const other = await one({}, { message: { text, markdown: '`MD5` is weak.' } })
  expect(other).toMatchObject({ description: text })
  expect(finding.fingerprint).toBe(other.fingerprint)
})

test('a rule in HTML is told in words', async () => {
  const text = '<p>MD5 is <code>weak</code>.</p>\n<ul>\n<li>Very.</li>\n</ul>'
  const markdown =
    '### Description:\n<p>It can be undone.</p>\n\n### Recommendations:\n\n#### Compliant Solution:\n<p>Use SHA-256:</p>\n<pre><code>&lt;hash /&gt;</code></pre>\n'
  const finding = await one(
    { fullDescription: { text }, help: { markdown } },
    { message: { text } },
  )
  expect(finding).toMatchObject({
    description: 'MD5 is weak.\n\n- Very.',
    solution: 'Compliant Solution\nUse SHA-256:\n\n<hash />',
  })
})

test('Markdown that shows HTML keeps it', async () => {
  const markdown = 'Escape it:\n\n```html\n<p>{{ name }}</p>\n```'
  expect((await one({ help: { markdown } })).solution).toBe(markdown)
})

test('ZAP has advice and addresses among the properties of a rule', async () => {
  const references = ['https://example.com/a', 'https://example.com/b']
  const properties = { references, solution: { text: 'Use SHA-256.' } }
  expect(await one({ properties })).toMatchObject({
    solution: 'Use SHA-256.',
    reference: references.join('\n'),
  })
})

test('a help whose Markdown only points elsewhere is its text', async () => {
  const markdown = 'Visit [https://example.com/r](https://example.com/r) for guidance.'
  expect(await one({ help: { text: 'Use SHA-256.', markdown } })).toMatchObject({
    solution: 'Use SHA-256.',
    reference: 'https://example.com/r',
  })
})

test('a fix that only says what is wrong is no advice', async () => {
  const text = 'Use of a weak hash'
  const fixes = [{ description: { text } }, { description: { text: 'Write SHA-256' } }]
  const finding = await one({ shortDescription: { text } }, { fixes })
  expect(finding.solution).toBe('Write SHA-256')
})

test('Contrast has but one address among them', async () => {
  const properties = { references: 'https://example.com/a' }
  expect((await one({ properties })).reference).toBe(properties.references)
})

test('a help that says what the message says, and where to read on, is no advice', async () => {
  const text = 'MD5 is weak'
  const markdown = `\`weak-hash\`: ${text}\n\nDocs: <https://example.com/r>`
  expect(await one({ help: { text, markdown } })).toMatchObject({
    solution: '',
    reference: 'https://example.com/r',
  })
})

test('a page of documentation is what is wrong, where all else is its title', async () => {
  const title = { text: 'Use of a weak hash' }
  const help = { markdown: '# Weak hashes\n\nA hash that can be undone.' }
  const rule = { shortDescription: title, fullDescription: title, help }
  expect(await one(rule)).toMatchObject({
    title: title.text,
    description: 'MD5 is weak.\n\nA hash that can be undone.',
    solution: '',
  })
})

test('where one rule is described in several ways, each result speaks for itself', async () => {
  const said = ['XSS from "a" on "/one"', 'XSS from "other" on "/another/page"']
  const rules = said.map((text) => ({ id: 'XSS', shortDescription: { text } }))
  const results = said.map((text) => ({ ruleId: 'XSS', message: { text } }))
  const runs = [{ tool: { driver: { name: 'contrast-assess', rules } }, results }]
  expect((await findingsOf({ runs })).map(({ title }) => title)).toEqual(said)
})

async function one(rule: object, result: object = {}): Promise<Finding> {
  const results = [{ ruleIndex: 0, message: { text: 'MD5 is weak.' }, ...result }]
  const runs = [{ tool: { driver: { name: 'T', rules: [{ id: 'R', ...rule }] } }, results }]
  const [finding] = await findingsOf({ runs })
  return finding!
}

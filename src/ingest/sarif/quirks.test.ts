import { expect, test } from 'vitest'

import type { Finding } from '../../vulnerability/finding.ts'
import type { Severity } from '../../vulnerability/severity.ts'
import { findingsOf, itemsOf } from '../testing.ts'

const at = (uri: string, more: object = {}) => ({
  locations: [{ physicalLocation: { artifactLocation: { uri, ...more } } }],
})

test.each<[string, object, object, Severity]>([
  ['the level of the result', { level: 'error' }, {}, 'HIGH'],
  ['no level: the level of the rule', {}, { defaultConfiguration: { level: 'note' } }, 'LOW'],
  ['no level anywhere', {}, {}, 'MEDIUM'],
  ['level none', { level: 'none' }, {}, 'NOTIFICATION'],
  ['a level nobody knows', { level: 'fatal' }, {}, 'MEDIUM'],
  [
    'a score as text',
    { level: 'note' },
    { properties: { 'security-severity': '9.8' } },
    'CRITICAL',
  ],
  ['a score as number', {}, { properties: { 'security-severity': 7.5 } }, 'HIGH'],
  ['a score as word', {}, { properties: { 'security-severity': 'CRITICAL' } }, 'CRITICAL'],
  [
    '"undefined" as score',
    { level: 'error' },
    { properties: { 'security-severity': 'undefined' } },
    'HIGH',
  ],
  ['a score past 10', { level: 'note' }, { properties: { 'security-severity': '55' } }, 'LOW'],
  ['a score of the result', { properties: { cvssv2_score: 2 } }, {}, 'LOW'],
  [
    'a severity among the tags',
    { level: 'warning' },
    { properties: { tags: ['security', 'HIGH'] } },
    'HIGH',
  ],
])('severity by %s', async (_, result, rule, severity) => {
  expect((await one(result, rule)).severity).toBe(severity)
})

test.each<[string, object, object]>([
  ['an external tag', {}, { properties: { tags: ['external/cwe/cwe-079'] } }],
  ['a plain tag', {}, { properties: { tags: ['CWE-79'] } }],
  ['a tag with words', {}, { properties: { tags: ['CWE-79: Cross-site Scripting'] } }],
  [
    'a relationship',
    {},
    { relationships: [{ target: { id: '79', toolComponent: { name: 'CWE' } } }] },
  ],
  ['a taxon', { taxa: [{ id: 'CWE-79' }] }, {}],
  ['a property of the result', { properties: { cwe: 79 } }, {}],
  ['an address', {}, { properties: { cwe: 'https://cwe.mitre.org/data/definitions/79.html' } }],
  ['a number as text', { properties: { cweId: '79' } }, {}],
  ['a property of the rule', {}, { properties: { cwe: ['CWE-79', 'CWE-80'] } }],
  ['a list of more than names', {}, { properties: { cwe: [{ name: '79', description: 'x' }] } }],
])('CWE by %s', async (_, result, rule) => {
  expect((await one(result, rule)).category).toBe('CWE-79')
})

test('a taxon that is only a number is looked up in the taxonomy', async () => {
  const [finding] = await findingsOf({
    runs: [
      {
        tool: { driver: { name: 'T' } },
        taxonomies: [{ name: 'CWE', taxa: [{ id: 'CWE-1' }, { id: 'CWE-79' }] }],
        results: [{ message: { text: 'm' }, taxa: [{ index: 1, toolComponent: { index: 0 } }] }],
      },
    ],
  })
  expect(finding?.category).toBe('CWE-79')
})

test('rules are found by id, by number, in extensions, and need not be there', async () => {
  const runs = [
    {
      tool: {
        driver: { name: 'T', rules: [rule('A'), rule('B')] },
        extensions: [{ rules: [rule('X')] }, { name: 'more', guid: '7', rules: [rule('Y')] }],
      },
      results: [
        { ruleId: 'B' },
        { ruleIndex: 1 },
        { rule: { index: 0, toolComponent: { name: 'T' } } },
        { rule: { index: 0, toolComponent: { guid: '7' } } },
        { rule: { index: 0, toolComponent: { name: 'more' } } },
        { rule: { index: 0, toolComponent: { guid: '8' } }, message: { text: 'Of nobody here' } },
        { rule: { id: 'X', index: 0, toolComponent: { index: 0 } } },
        { ruleId: 'X' },
        { ruleId: 'A/variant', ruleIndex: 0 },
        { ruleId: 'B', ruleIndex: 0 },
        { ruleId: 'unknown', message: { text: 'What this is about. And more.' } },
      ],
    },
  ]
  expect((await findingsOf({ runs })).map((one) => one.title)).toEqual([
    'Title of B',
    'Title of B',
    'Title of A',
    'Title of Y',
    'Title of Y',
    'Of nobody here',
    'Title of X',
    'Title of X',
    'Title of A',
    'Title of B',
    'What this is about',
  ])
})

test('a message by id gets its words, and links become text', async () => {
  const messages = {
    messageStrings: { m: { text: 'Value of {0} reaches [the sink](1) {{here}}' } },
  }
  const finding = await one({ message: { id: 'm', arguments: ['x'] } }, messages)
  expect(finding.description).toBe('Value of x reaches the sink {here}')
})

test('a help with headings becomes description, remediation and references', async () => {
  const markdown =
    '# Injection\nIt is bad.\n\n## Recommendation\nEscape it.\n\n## References\n- OWASP\n'
  const finding = await one({}, { help: { markdown, text: 'x' }, helpUri: 'https://example.com/r' })
  expect(finding).toMatchObject({
    description: 'm\n\nIt is bad.',
    solution: 'Escape it.',
    reference: 'https://example.com/r\n- OWASP',
  })
})

test.each<[string, object[], boolean]>([
  ['accepted', [{ kind: 'inSource', status: 'accepted' }], true],
  ['without a status', [{ kind: 'external' }], true],
  ['rejected', [{ status: 'accepted' }, { status: 'rejected' }], false],
  ['under review', [{ status: 'underReview' }], false],
  ['rejected, by the word of a draft', [{ state: 'rejected' }], false],
  ['accepted, by the word of a draft', [{ state: 'accepted' }], true],
  ['none', [], false],
])('a suppression %s', async (_, suppressions, suppressed) => {
  expect((await one({ suppressions })).suppressed).toBe(suppressed)
})

test('what is no problem is skipped with its reason', async () => {
  const kinds = ['pass', 'informational', 'notApplicable', 'open', 'review', 'FAIL', 'PASS']
  const results = [
    ...kinds.map((kind) => ({ kind, ruleId: 'R' })),
    { baselineState: 'absent', ruleId: 'R' },
    7,
    {},
  ]
  const items = await itemsOf({ runs: [{ results }] })
  expect(items.map((item) => (item.kind === 'skipped' ? item.reason : item.kind))).toEqual([
    'kind "pass": not a problem',
    'kind "informational": not a problem',
    'kind "notApplicable": not a problem',
    'found',
    'found',
    'found',
    'kind "PASS": not a problem',
    'baseline state "absent": no longer there',
    'not an object',
    'neither a rule nor a message',
  ])
})

test('a licence that Trivy objects to is skipped, as in its own format', async () => {
  const properties = { tags: ['license', 'security', 'HIGH'] }
  const rules = [{ id: 'musl:MIT', shortDescription: { text: 'MIT' }, properties }]
  const results = [{ ruleIndex: 0, message: { text: 'License MIT' } }]
  expect(
    await itemsOf({ runs: [{ tool: { driver: { name: 'Trivy', rules } }, results }] }),
  ).toEqual([{ kind: 'skipped', reason: 'a licence, not a vulnerability' }])
})

test.each([
  ['Gitleaks', 'SECRET'],
  ['credscan', 'SECRET'],
  ['checkov', 'IAC'],
  ['Trivy', 'SCA'],
  ['Snyk Open Source', 'SCA'],
  ['OWASP ZAP', 'DAST'],
  ['mAPI', 'DAST'],
  ['JFrog Xray Scanner', 'SCA'],
  ['JFrog Binary Secrets Scanner', 'SECRET'],
  ['JFrog Terraform scanner', 'IAC'],
  ['OWASP Dependency-Track', 'SCA'],
  ['datree', 'IAC'],
  ['Template Analyzer', 'IAC'],
  ['NightVision', 'DAST'],
  ['CodeQL', 'SAST'],
])('%s finds %s', async (name, type) => {
  const runs = [{ tool: { driver: { name } }, results: [{ message: { text: 'm' } }] }]
  expect((await findingsOf({ runs }))[0]?.type).toBe(type)
})

test('a fingerprint is the tool’s own where it is real', async () => {
  const print = async (result: object) => (await one(result)).fingerprint
  const own = { fingerprints: { 'matchBasedId/v1': 'abc' } }
  const login = { fingerprints: { 'matchBasedId/v1': 'requires login' } }
  expect(await print({ ...own, message: { text: 'other' } })).toBe(await print(own))
  expect(await print(login)).toBe(await print({}))
  expect(await print(own)).not.toBe(await print({ ...own, ...at('other.c') }))
})

test('a rule that has only a GUID is known by it', async () => {
  const rules = [{ guid: '31D4607A-A3FF' }, { guid: '41D4607A-A3FF' }]
  const results = [{ ruleIndex: 0 }, { ruleIndex: 1 }, { rule: { guid: '31D4607A-A3FF' } }]
  const findings = await findingsOf({ runs: [{ tool: { driver: { name: 'T', rules } }, results }] })
  expect(findings.map((finding) => finding.rule)).toEqual([
    '31D4607A-A3FF',
    '41D4607A-A3FF',
    '31D4607A-A3FF',
  ])
  expect(findings[0]?.fingerprint).not.toBe(findings[1]?.fingerprint)
})

test('several runs keep their own rules and tools', async () => {
  const runs = ['One', 'Two'].map((name) => ({
    tool: { driver: { name, rules: [{ id: 'R', shortDescription: { text: `By ${name}` } }] } },
    results: [{ ruleId: 'R' }],
  }))
  const findings = await findingsOf({ runs: [...runs, {}] })
  expect(findings.map(({ tool, title }) => `${tool}: ${title}`)).toEqual([
    'One: By One',
    'Two: By Two',
  ])
})

test('what stands in place of an absence is one', async () => {
  const empty = { rank: -1, guid: '', correlationGuid: '', suppressions: [], taxa: [], fixes: [] }
  const nothing = { ruleIndex: -1, fingerprints: {}, partialFingerprints: {}, tags: [] }
  expect(await one({ ...empty, ...nothing })).toEqual(await one({}))
})

test('a result without a rule is known by its message and place', async () => {
  const results = ['a.c', 'b.c'].map((uri) => ({
    message: { text: 'A key was found.' },
    ...at(uri),
  }))
  const findings = await findingsOf({ runs: [{ tool: { driver: { name: 'Gitleaks' } }, results }] })
  expect(findings).toMatchObject([{ rule: '', title: 'A key was found' }, { rule: '' }])
  expect(findings[0]?.fingerprint).not.toBe(findings[1]?.fingerprint)
})

test('what the baseline says is absent is gone', async () => {
  const [item] = await itemsOf({
    runs: [{ results: [{ ruleId: 'R', baselineState: 'absent', message: { text: 'm' } }] }],
  })
  expect(item).toMatchObject({ kind: 'skipped', gone: { rule: 'R' } })
})

test('text that PostgreSQL cannot store is made storable', async () => {
  const finding = await one({ message: { text: 'a\u0000b\uD800c' } })
  expect(finding.description).toBe('a\uFFFDb\uFFFDc')
})

function rule(id: string): object {
  return { id, shortDescription: { text: `Title of ${id}` } }
}

async function one(result: object, its: object = {}): Promise<Finding> {
  const run = {
    tool: { driver: { name: 'Scanner', rules: [{ id: 'R', ...its }] } },
    results: [{ ruleId: 'R', message: { text: 'm' }, ...result }],
  }
  const [finding] = await findingsOf({ version: '2.1.0', runs: [run] })
  return finding!
}

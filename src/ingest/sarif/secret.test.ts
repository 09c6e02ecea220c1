import { expect, test } from 'vitest'

import { findingsOf } from '../testing.ts'

test.each([
  ['gitleaks', {}],
  ['Semgrep OSS', { properties: { cwe: 'CWE-798' } }],
  ['Checkmarx One', { properties: { tags: ['sscs-secret-detection'] } }],
])('a secret that %s found is not passed on', async (name, more) => {
  const secret = 'AKIAIOSFODNN7EXAMPLE'
  const region = { startLine: 1, snippet: { text: `key = "${secret}"` } }
  const locations = [{ physicalLocation: { artifactLocation: { uri: 'a/b-1.ts' }, region } }]
  const results = [{ message: { text: `found ${secret} in a/b-1.ts` }, locations, ...more }]
  const [finding] = await findingsOf({ runs: [{ tool: { driver: { name } }, results }] })
  expect(JSON.stringify(finding)).not.toContain(secret)
  expect(finding?.evidence.vulnerableLine).toBe('key = "AKIA…"')
})

test('a secret that stands alone is hidden, however little it looks like one', async () => {
  const region = { startLine: 1, snippet: { text: 'correcthorsebattery' } }
  const locations = [{ physicalLocation: { artifactLocation: { uri: 'a.ts' }, region } }]
  const results = [{ ruleId: 'R', message: { text: 'm' }, locations }]
  const [finding] = await findingsOf({
    runs: [{ tool: { driver: { name: 'gitleaks' } }, results }],
  })
  expect(JSON.stringify(finding)).not.toContain('correcthorse')
  expect(finding?.evidence.vulnerableLine).toBe('corr…')
})

test('two secrets of one author are two, and a commit that is rewritten changes nothing', async () => {
  const leak = (text: string, commitSha: string) => ({
    ruleId: 'R',
    message: { text: `R has detected secret for file a.ts at commit ${commitSha}.` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'a.ts' },
          region: { startLine: 1, snippet: { text } },
        },
      },
    ],
    partialFingerprints: {
      author: 'A',
      email: 'a@example.com',
      date: 'x',
      commitMessage: '',
      commitSha,
    },
  })
  const prints = async (commit: string) => {
    const results = [leak('one-secret', commit), leak('two-secret', commit)]
    const runs = [{ tool: { driver: { name: 'gitleaks' } }, results }]
    return (await findingsOf({ runs })).map(({ fingerprint }) => fingerprint)
  }
  const before = await prints('aaaa')
  expect(new Set(before).size).toBe(2)
  expect(await prints('bbbb')).toEqual(before)
})

test('a rule that is described by its pattern goes by its name', async () => {
  const rules = [
    { id: 'aws', name: 'AWS Access Key', shortDescription: { text: '(AKIA|ASIA)[A-Z0-9]{16}' } },
  ]
  const results = [{ ruleId: 'aws', message: { text: 'aws has detected secret.' } }]
  const runs = [{ tool: { driver: { name: 'gitleaks', rules } }, results }]
  expect((await findingsOf({ runs }))[0]?.title).toBe('AWS Access Key')
})

test.each<[string, object, string]>([
  [
    'Bandit',
    { id: 'B105', name: 'hardcoded_password_string' },
    "Possible hardcoded password: 'hunter2'",
  ],
  ['PT AI', { id: '96', name: 'Hardcoded Password' }, 'Hardcoded Password'],
  ['Acme', { id: 'R', shortDescription: { text: 'Hard-coded credentials' } }, 'Found'],
  ['Semgrep OSS', { id: 'R', properties: { cwe: 'CWE-259' } }, "The text 'hunter2' is one"],
])(
  'a password that %s found in quotes is not passed on, however short',
  async (name, rule, text) => {
    const region = { startLine: 2, snippet: { text: "login('root', 'hunter2')" } }
    const contextRegion = { snippet: { text: 'x = 1\nlogin("root", \'hunter2\')\n' } }
    const physicalLocation = { artifactLocation: { uri: 'a.py' }, region, contextRegion }
    const results = [{ ruleIndex: 0, message: { text }, locations: [{ physicalLocation }] }]
    const runs = [{ tool: { driver: { name, rules: [rule] } }, results }]
    const [finding] = await findingsOf({ runs })
    expect(JSON.stringify(finding)).not.toContain('hunter2')
    expect(finding?.evidence.vulnerableLine).toBe("login('r…', 'h…')")
  },
)

test('what DevSkim takes for a key in the source is not passed on', async () => {
  const text = 'A token or key was found in source code. If this is a secret, move it.'
  const rules = [{ id: 'DS173237', shortDescription: { text } }]
  const region = { startLine: 1, snippet: { text: 'correcthorsebattery' } }
  const locations = [{ physicalLocation: { artifactLocation: { uri: 'a.ts' }, region } }]
  const results = [
    { ruleIndex: 0, message: { text: 'Do not store keys in source code.' }, locations },
  ]
  const runs = [{ tool: { driver: { name: 'devskim', rules } }, results }]
  expect(JSON.stringify(await findingsOf({ runs }))).not.toContain('correcthorse')
})

test('a name in quotes that the code does not quote is no password', async () => {
  const region = { startLine: 1, snippet: { text: "dbPassword = 'hunter2'" } }
  const locations = [{ physicalLocation: { artifactLocation: { uri: 'a.py' }, region } }]
  const message = { text: "'dbPassword' is hard-coded" }
  const results = [{ ruleId: 'R', message, locations, properties: { cwe: 'CWE-798' } }]
  const [finding] = await findingsOf({ runs: [{ tool: { driver: { name: 'T' } }, results }] })
  expect(finding?.title).toBe("'dbPassword' is hard-coded")
})

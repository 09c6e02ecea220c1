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

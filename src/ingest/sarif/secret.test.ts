import { expect, test } from 'vitest'

import { findingsOf } from '../testing.ts'

test.each([
  ['gitleaks', {}],
  ['Semgrep OSS', { properties: { cwe: 'CWE-798' } }],
])('a secret that %s found is not passed on', async (name, more) => {
  const secret = 'AKIAIOSFODNN7EXAMPLE'
  const region = { startLine: 1, snippet: { text: `key = "${secret}"` } }
  const locations = [{ physicalLocation: { artifactLocation: { uri: 'a/b-1.ts' }, region } }]
  const results = [{ message: { text: `found ${secret} in a/b-1.ts` }, locations, ...more }]
  const [finding] = await findingsOf({ runs: [{ tool: { driver: { name } }, results }] })
  expect(JSON.stringify(finding)).not.toContain(secret)
  expect(finding?.evidence.vulnerableLine).toBe('key = "AKIA…"')
})

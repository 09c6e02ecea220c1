import { expect, test } from 'vitest'

import { findingsOf, itemsOf } from '../testing.ts'
import { sample } from '../testing-samples.ts'

test('a real Bandit report is read whole', async () => {
  const findings = await findingsOf(sample('bandit-gitpython.json'))
  expect(findings).toHaveLength(12)
  expect(findings.map((one) => one.rule).join(' ')).toBe(
    'B404 B404 B101 B602 B602 B607 B603 B404 B103 B603 B101 B101',
  )
  expect(findings.filter((one) => one.severity === 'HIGH')).toHaveLength(3)
  expect(findings[8]).toMatchObject({
    tool: 'Bandit',
    type: 'SAST',
    title: 'Chmod setting a permissive mask 0o777 on file (path)',
    evidence: { fileName: 'git/util.py' },
  })
})

test('Bandit’s line numbers are no part of the code, nor of the fingerprint', async () => {
  const result = (line: number) => ({
    code: `${line - 1} def run(x):\n${line}     call(x, shell=True)\n${line + 1} \n`,
    filename: './src/run.py',
    issue_confidence: 'HIGH',
    issue_severity: 'HIGH',
    issue_cwe: { id: 78, link: 'https://cwe.mitre.org/data/definitions/78.html' },
    issue_text: 'subprocess call with shell=True identified, security issue.',
    line_number: line,
    test_id: 'B602',
    test_name: 'subprocess_popen_with_shell_equals_true',
  })
  const report = (line: number) => ({ errors: [{ filename: 'x.py' }], results: [result(line)] })
  const [first] = await findingsOf(report(12))
  const [later] = await findingsOf(report(99))
  expect(first).toMatchObject({
    category: 'CWE-78',
    evidence: {
      fileName: 'src/run.py',
      firstLine: 12,
      codeSnippet: 'def run(x):\n    call(x, shell=True)',
    },
  })
  expect(later?.fingerprint).toBe(first?.fingerprint)
  expect((await itemsOf(report(12))).at(0)).toEqual({
    kind: 'skipped',
    reason: 'a file that Bandit could not read',
    gap: true,
  })
})

test('a password that Bandit found is not kept, also not by versions that know no CWE', async () => {
  const result = {
    code: '1 import x\n2 connect("a", password="topsecretvalue")\n3 key = {\'token\': \'hunter\'}\n',
    filename: 'a.py',
    issue_confidence: 'MEDIUM',
    issue_severity: 'LOW',
    issue_text: "Possible hardcoded password: 'topsecretvalue'",
    line_number: 2,
    test_id: 'B106',
  }
  const [finding] = await findingsOf({ errors: [], generated_at: 'now', results: [result] })
  expect(finding).toMatchObject({
    title: "Possible hardcoded password: 'top…'",
    category: 'CWE-259',
    evidence: {
      codeSnippet: 'import x\nconnect("a", password="top…")\nkey = {\'t…\': \'h…\'}',
    },
  })
  expect(JSON.stringify(finding)).not.toMatch(/secretvalue|unter/)
})

test('Semgrep’s JSON is read: code, what is ignored, and dependencies', async () => {
  const findings = await findingsOf(sample('by-hand/semgrep.json'))
  expect(findings).toMatchObject([
    {
      title: "Found 'subprocess' function 'call' with 'shell=True'",
      severity: 'HIGH',
      category: 'CWE-78',
      evidence: { fileName: 'src/run.py', firstLine: 12 },
      suppressed: false,
    },
    {
      severity: 'MEDIUM',
      category: 'CWE-79',
      evidence: { vulnerableLine: 'element.innerHTML = location.hash' },
      suppressed: true,
    },
    { title: 'CVE-2020-8203 in lodash', type: 'SCA', severity: 'HIGH' },
  ])
  expect(JSON.stringify(findings)).not.toContain('requires login')
})

test.each([
  ['Semgrep’s rule for secrets', { technology: ['secrets', 'twitter'] }, 'SECRET'],
  ['a rule of somebody’s own for secrets', { technology: 'secrets' }, 'SECRET'],
  [
    'a rule for hard-coded credentials',
    { cwe: ['CWE-798: Use of Hard-coded Credentials'] },
    'SAST',
  ],
])('%s shows no secret', async (_, metadata, type) => {
  const secret = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'
  const extra = {
    message: `Token ${secret} found`,
    lines: `token = "${secret}"`,
    severity: 'ERROR',
    metadata,
  }
  const results = [{ check_id: 'a.b', path: 'a.py', start: { line: 1, col: 1 }, extra }]
  const [finding] = await findingsOf({ errors: [], results, version: '1.33.2' })
  expect(JSON.stringify(finding)).not.toContain(secret)
  expect(finding).toMatchObject({ type, evidence: { vulnerableLine: 'token = "ghp_…"' } })
})

test('Semgrep names the fix of every package that an advisory is about', async () => {
  const metadata = {
    'sca-vuln-database-identifier': 'CVE-2023-1428',
    'sca-fix-versions': [{ grpc: '1.2.0' }, { grpcio: '1.53.0' }, { grpcio: '1.54.1' }, 7],
  }
  const found_dependency = { package: 'grpcio', version: '1.47.0' }
  const sca_info = { dependency_match: { found_dependency } }
  const results = [{ check_id: 'ssc-1', path: 'a.txt', extra: { metadata, sca_info } }]
  const [finding] = await findingsOf({ errors: [], results, version: '1.97.0' })
  expect(finding?.evidence.patchedVersion).toBe('1.53.0, 1.54.1')
})

test('only errors of Semgrep itself are gaps, its warnings come with nearly every scan', async () => {
  const errors = [
    { level: 'warn', type: 'Syntax error' },
    { level: 'error', type: 'Rule parse error' },
  ]
  expect(await itemsOf({ errors, results: [], paths: { scanned: [] } })).toEqual([
    { kind: 'skipped', reason: 'a warning of Semgrep itself' },
    { kind: 'skipped', reason: 'an error of Semgrep itself', gap: true },
  ])
})

test('an error of an old Semgrep, which has no level, is one', async () => {
  const errors = [{ type: 'SemgrepError', code: 2, message: 'unexpected non-json output' }]
  expect(await itemsOf({ results: [], errors })).toEqual([
    { kind: 'skipped', reason: 'an error of Semgrep itself', gap: true },
  ])
})

test('gitleaks’ JSON is read, and no secret goes on', async () => {
  const findings = await findingsOf(sample('by-hand/gitleaks.json'))
  expect(findings).toMatchObject([
    {
      title: 'aws-access-token in deploy/settings.py',
      type: 'SECRET',
      severity: 'HIGH',
      evidence: { fileName: 'deploy/settings.py', firstLine: 7, vulnerableLine: 'AKIA…' },
    },
    { evidence: { vulnerableLine: 'api_key = "8f14…"' } },
  ])
  const all = JSON.stringify(findings)
  expect(all).not.toContain('AKIAIOSFODNN7EXAMPLE')
  expect(all).not.toContain('8f14e45fceea167a5a36dedd4bea2543')
})

test('gitleaks 7 has other names for the same', async () => {
  const [finding] = await findingsOf([
    {
      line: 'key = AKIAIOSFODNN7EXAMPLE',
      lineNumber: 4,
      offender: 'AKIAIOSFODNN7EXAMPLE',
      rule: 'AWS Access Key',
      file: 'a.py',
      commit: 'abc',
      author: 'Ada',
    },
  ])
  expect(finding).toMatchObject({
    rule: 'AWS Access Key',
    evidence: { fileName: 'a.py', firstLine: 4, vulnerableLine: 'key = AKIA…' },
  })
})

test('of a long private key no more is shown than of a short one', async () => {
  const lines = Array.from({ length: 100 }, (_, i) => `${i}aB`.repeat(20))
  const Secret = `-----BEGIN RSA PRIVATE KEY-----\n${lines.join('\n')}`
  const leak = { RuleID: 'private-key', Secret, Match: `key: ${Secret}`, File: 'a.pem' }
  expect((await findingsOf([leak]))[0]).toMatchObject({
    description: 'private-key.',
    evidence: { vulnerableLine: 'key: ----…' },
  })
})

test('a leak refers to the place where gitleaks saw it', async () => {
  const Link = 'https://github.com/acme/shop/blob/b718aa9/a.yml#L42'
  const leak = { RuleID: 'aws', Secret: 'AKIAIOSFODNN7EXAMPLE', File: 'a.yml', Link }
  expect((await findingsOf([leak]))[0]?.reference).toBe(Link)
})

test('a secret that gitleaks read from its standard input has no file', async () => {
  const leak = { RuleID: 'aws', Secret: 'AKIAIOSFODNN7EXAMPLE', Match: '', File: '', StartLine: 1 }
  expect((await findingsOf([leak]))[0]?.title).toBe('aws')
})

test('of a short secret only a quarter is shown', async () => {
  const leak = { RuleID: 'r', Secret: 'REDACTED', Match: 'k = REDACTED', File: 'a', StartLine: 1 }
  expect((await findingsOf([leak]))[0]?.evidence.vulnerableLine).toBe('k = RE…')
})

test('Semgrep of before it named the paths is read, also where it found nothing', async () => {
  expect(await itemsOf({ results: [], errors: [] })).toEqual([])
  const extra = { message: 'm', metadata: { 'source-rule-url': 'https://example.com/rule' } }
  const results = [{ check_id: 'R', path: 'a.py', start: { line: 1 }, extra }]
  expect((await findingsOf({ results, errors: [] }))[0]?.reference).toBe('https://example.com/rule')
})

test.each([
  [
    'A hash that is not\ncollision-resistant was found. Use another.',
    'A hash that is not collision-resistant was found',
  ],
  ['No end of a sentence\nin two lines\n\nMore. And more.', 'No end of a sentence'],
  ['One sentence here. Another.', 'One sentence here'],
])('a Semgrep title is a whole sentence, wherever lines end', async (message, title) => {
  const results = [{ check_id: 'R', path: 'a.py', start: { line: 1 }, extra: { message } }]
  expect((await findingsOf({ results, errors: [] }))[0]?.title).toBe(title)
})

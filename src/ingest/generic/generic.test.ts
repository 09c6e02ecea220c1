import { expect, test } from 'vitest'

import { openReport } from '../formats.ts'
import { sourceOf } from '../spool.ts'
import { findingsOf, itemsOf } from '../testing.ts'
import { sample } from '../testing-samples.ts'

test('DefectDojo’s generic findings are read by what they are of', async () => {
  const items = await itemsOf(sample('by-hand/defectdojo.json'))
  expect(items).toMatchObject([
    {
      finding: {
        tool: 'Pentest',
        title: 'Stored XSS in the name of an article',
        severity: 'MEDIUM',
        type: 'DAST',
        category: 'CWE-79',
        toolId: 'PT-1',
        evidence: { url: 'https://shop.example.com:8443/article/7', cvss: 6.1 },
      },
    },
    {
      line: 40,
      finding: {
        type: 'SAST',
        suppressed: true,
        evidence: { fileName: 'src/auth.py', firstLine: 40 },
      },
    },
    { finding: { title: 'CVE-2020-8203 in lodash', type: 'SCA', severity: 'HIGH' } },
    { reason: 'marked as not active' },
    { reason: 'marked as a duplicate' },
    { reason: 'has no title' },
  ])
})

test('a component without an advisory is a dependency, each its own', async () => {
  const findings = await findingsOf({
    findings: ['A', 'B'].map((component_name) => ({
      title: 'Out of date',
      severity: 'Low',
      component_name,
      component_version: '1.0',
    })),
  })
  expect(findings).toMatchObject([
    { type: 'SCA', evidence: { package: 'A', affectedVersion: '1.0' } },
    { type: 'SCA', evidence: { package: 'B' } },
  ])
  expect(findings[0]?.fingerprint).not.toBe(findings[1]?.fingerprint)
})

test('a line that came as a text is a line', async () => {
  const finding = { title: 'T', severity: 'Low', file_path: 'a.c', line: '42', cwe: 'N/A' }
  expect((await findingsOf({ findings: [finding] }))[0]?.evidence.firstLine).toBe(42)
  expect((await findingsOf({ findings: [{ ...finding, line: 'N/A' }] }))[0]?.evidence).toEqual({
    fileName: 'a.c',
  })
})

test('a description may be longer than what is seen of a report at first', async () => {
  const finding = { title: 'T', description: 'x'.repeat(70_000), severity: 'Critical' }
  expect(await findingsOf({ findings: [finding] })).toMatchObject([{ severity: 'CRITICAL' }])
})

test('our own JSON is read as it is documented', async () => {
  const findings = await findingsOf(sample('by-hand/lockstep.json'))
  expect(findings).toMatchObject([
    {
      tool: 'Acme Checker',
      rule: 'ACME-12',
      severity: 'HIGH',
      evidence: { fileName: 'config/app.yml', firstLine: 12, vulnerableLine: 'password: hunt…' },
    },
    { type: 'SCA', evidence: { package: 'lodash', cvss: 7.4 } },
    { type: 'NETWORK', suppressed: true, evidence: { address: '192.0.2.7', port: 23 } },
    { toolId: '4711', type: 'SAST', evidence: {} },
  ])
  const [dojo] = (await findingsOf(sample('by-hand/defectdojo.json'))).slice(2)
  expect(findings[1]?.fingerprint).toBe(dojo?.fingerprint)
})

test.each([
  [{ lockstep: 2, tool: 'T', findings: [] }, /only version 1 is read \(at lockstep\)/],
  [{ lockstep: 1, findings: [] }, /the tool has no name/],
  [of({ severity: 'SEVERE' }), /Invalid option.*at findings\[0\]\.severity/],
  [of({ titel: 'x' }), /Unrecognized key: "titel".*at findings\[0\]/],
  [of({ evidence: { firstLine: 0 } }), /at findings\[0\]\.evidence\.firstLine/],
  [{ lockstep: 1, tool: 'T', findings: [7] }, /expected object.*findings\[0\]/],
])('an own report that does not fit is refused with the place', async (content, message) => {
  await expect(openReport(sourceOf(Buffer.from(JSON.stringify(content))))).rejects.toThrow(message)
})

test('an empty list is a report of nothing, and a list of numbers is none', async () => {
  expect(await itemsOf('[]')).toEqual([])
  await expect(itemsOf('[1, 2]')).rejects.toThrow(/no report of a known format/)
})

function of(more: object): object {
  const finding = { rule: 'R', title: 'T', severity: 'LOW', ...more }
  return { lockstep: 1, tool: 'T', findings: [finding] }
}

const CLEAN: readonly (readonly [string, string, object | null])[] = [
  ['Semgrep', 'Semgrep', { version: '1.1', results: [], errors: [], paths: { scanned: [] } }],
  ['Bandit', 'Bandit', { errors: [], generated_at: 'now', metrics: {}, results: [] }],
  ['OSV-Scanner 1', 'OSV-Scanner', { results: [] }],
  ['OSV-Scanner 2', 'OSV-Scanner', { results: [], experimental_config: { licenses: {} } }],
  ['Trivy', 'Trivy', { SchemaVersion: 2, ArtifactName: '.', Results: null }],
  ['Grype', 'Grype', { matches: [], descriptor: { name: 'grype' } }],
  ['npm audit', 'npm audit', { auditReportVersion: 2, vulnerabilities: {}, metadata: {} }],
  ['npm audit 1', 'npm audit', { actions: [], advisories: {}, metadata: {} }],
  ['Dependency-Check', 'OWASP Dependency-Check', { reportSchema: '1.1', dependencies: [] }],
  ['CycloneDX', 'CycloneDX', { bomFormat: 'CycloneDX', vulnerabilities: [] }],
  ['OpenVEX', 'OpenVEX', { '@context': 'https://openvex.dev/ns/v0.2.0', statements: [] }],
  ['ZAP', 'ZAP', { '@version': '2.16.1', site: [] }],
  ['DefectDojo', 'DefectDojo', { findings: [] }],
  ['SARIF', 'T', { runs: [{ tool: { driver: { name: 'T' } }, results: [] }] }],
  ['gitleaks', 'unnamed tool', []],
]

test.each(CLEAN)('a clean report of %s is read as one of %s', async (_, tool, content) => {
  const report = await openReport(sourceOf(Buffer.from(JSON.stringify(content))))
  expect(report).toMatchObject({ tool, expected: 0 })
  expect(await itemsOf(content)).toEqual([])
})

test('an address stands for several, and all are named', async () => {
  const endpoints = [
    'https://a.example.com/',
    'b.example.com',
    { host: 'c.example.com', port: 8443 },
  ]
  const ids = ['GHSA-5mrr-rgp6-x4gr', 'CVE-2015-9235']
  const [finding] = await findingsOf({
    findings: [{ title: 'T', severity: 'Low', endpoints, vulnerability_ids: ids }],
  })
  expect(finding?.evidence).toMatchObject({ url: 'https://a.example.com/', cve: 'CVE-2015-9235' })
  expect(finding?.description).toBe('Also at:\n- b.example.com\n- https://c.example.com:8443/')
})

test('a file keeps its addresses and its CVE', async () => {
  const endpoints = ['https://a.example.com/', 'b.example.com']
  const one = { title: 'T', severity: 'Low', cve: 'CVE-2015-9235', file_path: 'a.js', endpoints }
  expect(await findingsOf({ findings: [one] })).toMatchObject([
    {
      description: 'Also at:\n- https://a.example.com/\n- b.example.com',
      evidence: { fileName: 'a.js', cve: 'CVE-2015-9235' },
    },
  ])
})

test('a vector of version 4 is a score', async () => {
  const cvssv4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'
  const [finding] = await findingsOf({ findings: [{ title: 'T', severity: 'Low', cvssv4 }] })
  expect(finding).toMatchObject({ severity: 'CRITICAL', evidence: { cvss: 9.3 } })
})

test('a converter may say more of itself, also where it found nothing', async () => {
  const more = { version: '1.0', description: 'd', static_tool: true, dynamic_tool: false }
  const report = { name: 'N', type: 'Acme', ...more, findings: [] }
  expect(await openReport(sourceOf(Buffer.from(JSON.stringify(report))))).toMatchObject({
    tool: 'Acme',
    expected: 0,
  })
})

test('the parts of an address are put together whole', async () => {
  const endpoints = [
    { protocol: 'http', host: 'a.example.com', path: 'x', query: 'id=1', fragment: 'f' },
  ]
  const [finding] = await findingsOf({ findings: [{ title: 'T', severity: 'Low', endpoints }] })
  expect(finding?.evidence.url).toBe('http://a.example.com/x?id=1#f')
})

test('what DefectDojo knows besides is kept, and what it does not know is named', async () => {
  const items = await itemsOf({
    findings: [
      {
        title: 'T',
        severity: 'Low',
        description: 'd',
        cwes: [89, 20],
        param: 'q',
        file: 'a.js',
        recommendation: 'Mend it.',
      },
      { title: 'S', severity: 'Low', sast_source_file_path: 'b.js', sast_source_line: 7 },
    ],
  })
  expect(items).toMatchObject([
    { finding: { category: 'CWE-89', evidence: { parameters: 'q' } } },
    { kind: 'skipped', reason: 'a field "file" of a finding, which DefectDojo does not know' },
    { reason: 'a field "recommendation" of a finding, which DefectDojo does not know' },
    { finding: { evidence: { fileName: 'b.js', firstLine: 7 } } },
  ])
})

test('fields without end are counted under few names', async () => {
  const findings = Array.from({ length: 100 }, (_, i) => ({
    title: 'T',
    severity: 'Low',
    [`a${i}`]: 1,
  }))
  const reasons = (await itemsOf({ findings })).flatMap((one) =>
    one.kind === 'skipped' ? [one.reason] : [],
  )
  expect(reasons).toHaveLength(100)
  expect(new Set(reasons).size).toBe(21)
})

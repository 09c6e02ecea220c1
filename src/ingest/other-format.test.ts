import { expect, test } from 'vitest'

import { otherFormat } from './other-format.ts'
import { shapeOfHead } from './report-shape.ts'
import { sourceOf } from './spool.ts'
import { itemsOf } from './testing.ts'
import { sample, SAMPLES } from './testing-samples.ts'

test.each<[string, unknown, RegExp]>([
  [
    'GitLab’s report of a scan',
    { version: '15.0.7', vulnerabilities: [{ category: 'sast' }], scan: { status: 'success' } },
    /a security report of GitLab, which is not read.*or SARIF/,
  ],
  ['a list of Snyk', [{ vulnerabilities: [], ok: true }], /Snyk.*`snyk test --sarif`/],
  ['answers of Semgrep', { vulns: [{ matchedDependency: {} }] }, /Semgrep.*`semgrep ci --sarif`/],
  ['issues of SonarQube', { total: 1, paging: {}, issues: [] }, /issues of SonarQube/],
  ['alerts of GitHub', [{ number: 1, most_recent_instance: {} }], /alerts by GitHub.*gh api/],
  ['a list of Checkov', [{ check_type: 'terraform', results: {} }], /`checkov -o sarif`/],
  ['an audit of Composer', { advisories: {}, abandoned: [] }, /an audit of Composer/],
  ['a batch of OSV', { results: [{}, { vulns: [{ id: 'GO-1', modified: '' }] }] }, /OSV’s API/],
  ['what OSV knows', { vulns: [{ id: 'GO-1', modified: '' }] }, /OSV’s API.*osv-scanner/],
  ['an answer of a server', { error: { code: 500, message: 'No' } }, /an error in place/],
  ['a signed attestation', { payloadType: 'x', payload: 'e30=' }, /cosign verify-attestation/],
  ['SARIF of a draft', { version: '0.4', runLogs: [] }, /reads SARIF 2\.1\.0/],
  [
    'findings of Inspector',
    { findings: [{ awsAccountId: '1', title: 'T', severity: 'HIGH' }] },
    /Amazon Inspector/,
  ],
  ['ShellCheck', [{ file: 'a', code: 2086, level: 'info', endLine: 1 }], /a ShellCheck report/],
  ['hadolint', [{ file: 'a', code: 'DL3006', level: 'info' }], /`hadolint -f sarif`/],
  ['auditjs', [{ coordinates: 'pkg:npm/a@1', vulnerabilities: [] }], /a report of OSS Index/],
  ['kube-bench', { Controls: [{ tests: [] }], Totals: {} }, /a kube-bench report/],
  ['golangci-lint', { Issues: [], Report: {} }, /`golangci-lint run --output.sarif.path/],
  ['Syft', { artifacts: [], artifactRelationships: [] }, /`grype sbom:FILE -o json`/],
  ['cppcheck', '<?xml version="1.0"?><results version="2"><errors/></results>', /XML \(.*cppcheck/],
  ['XML of a name that JSON has', '<findings/>', /XML \(<findings>\)/],
  ['a web page as XML', '<?xml version="1.0"?><!DOCTYPE html><html></html>', /a web page/],
  ['a web page behind a comment', '<!-- saved --><html></html>', /a web page/],
  ['what Burp saves of its history', '<items burpVersion="2"/>', /not its issues/],
  ['a SpotBugs report', '<BugCollection/>', /a SpotBugs report: it writes SARIF too/],
])('%s is refused by its name, with what to do', async (_, content, message) => {
  await expect(itemsOf(content)).rejects.toThrow(message)
})

test.each<[string, object[], RegExp]>([
  ['yarn', [{ type: 'auditAdvisory', data: { advisory: {} } }], /an audit of yarn.*npm audit/],
  ['yarn with a warning', [{ type: 'warning', data: 'old' }], /the output of yarn.*npm audit/],
  ['newer yarn', [{ value: 'a', children: { Severity: 'low' } }], /an audit of yarn/],
  ['TruffleHog', [{ SourceMetadata: {}, DetectorName: 'AWS' }], /a TruffleHog report/],
  ['govulncheck', [{ config: { protocol_version: '1' } }], /`govulncheck -format sarif`/],
])('lines of %s are refused by their name, not as broken JSON', async (_, [first], message) => {
  const lines = `${JSON.stringify(first)}\n${JSON.stringify({ another: 1 })}\n`
  await expect(itemsOf(lines)).rejects.toThrow(message)
})

test('what gives a format away may stand behind all that it found', async () => {
  const vulnerabilities = Array.from({ length: 2000 }, (_, i) => ({ id: i, title: 'x'.repeat(50) }))
  const snyk = { vulnerabilities, packageManager: 'npm' }
  await expect(itemsOf(snyk)).rejects.toThrow(/a Snyk report/)
})

test.each(SAMPLES)('%s looks like nothing that is not read', async (name) => {
  const shape = await shapeOfHead(sourceOf(Buffer.from(sample(name))))
  expect(shape.kind === 'xml' ? '' : otherFormat(shape)[0]).not.toMatch(/looks like/)
})

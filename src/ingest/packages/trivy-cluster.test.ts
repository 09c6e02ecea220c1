import { expect, test } from 'vitest'

import { openReport } from '../formats.ts'
import { sourceOf } from '../spool.ts'
import { findingsOf, itemsOf } from '../testing.ts'
import { sample } from '../testing-samples.ts'

test('Trivy’s report of a cluster is read by resource, and its summary too', async () => {
  const { Results } = JSON.parse(sample('by-hand/trivy-image.json'))
  const resource = { Kind: 'Deployment', Name: 'shop', Results }
  const whole = await itemsOf(sample('by-hand/trivy-image.json'))
  for (const key of ['Resources', 'Findings', 'Vulnerabilities', 'Misconfigurations']) {
    expect(await itemsOf({ ClusterName: 'c', [key]: [resource] })).toEqual(whole)
  }
})

const CHECK = { ID: 'KSV001', Title: 'Runs as root', Message: 'x', Severity: 'LOW', Status: 'FAIL' }
const RESULT = { Target: 'Deployment/shop', Class: 'config', Misconfigurations: [CHECK] }

test('resources of one name in two namespaces are two', async () => {
  const Resources = ['test', 'prod'].map((Namespace) => ({ Namespace, Results: [RESULT] }))
  const findings = await findingsOf({ ClusterName: 'c', Resources })
  expect(findings.map(({ evidence }) => evidence.fileName)).toEqual([
    'test/Deployment/shop',
    'prod/Deployment/shop',
  ])
  expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2)
})

test('what is in an image is the same in every namespace', async () => {
  const secret = { RuleID: 'key', Title: 'A key', Severity: 'HIGH', StartLine: 1, Match: 'k=***' }
  const inImage = { Target: '/app/.env', Class: 'secret', Secrets: [secret] }
  const Resources = ['test', 'prod'].map((Namespace) => ({ Namespace, Results: [inImage] }))
  const findings = await findingsOf({ ClusterName: 'c', Resources })
  expect(findings.map(({ evidence }) => evidence.fileName)).toEqual(['/app/.env', '/app/.env'])
})

test('resources that could not be scanned are told, so that nothing of them closes', async () => {
  const Resources = [{ Results: [RESULT] }, { Error: 'no such image' }, { Error: '' }]
  const content = Buffer.from(JSON.stringify({ ClusterName: 'c', Resources }))
  const { failure } = await openReport(sourceOf(content))
  expect(failure).toBe('Trivy could not scan 1 of the resources')
})

test('a list of targets of which the first has nothing is Trivy’s too', async () => {
  const Vulnerabilities = [{ VulnerabilityID: 'CVE-2020-0001', PkgName: 'a' }]
  const clean = { Target: 'package-lock.json', Type: 'npm' }
  expect(await itemsOf([clean])).toEqual([])
  expect(await findingsOf([clean, { Target: 'b', Type: 'npm', Vulnerabilities }])).toHaveLength(1)
})

import { expect, test } from 'vitest'

import { findingsOf, itemsOf } from '../testing.ts'

const COREUTILS = { name: 'coreutils', version: '9.1-1' }

test('a distribution’s entry is the CVE that it stands on', async () => {
  const vulnerabilities = [
    { id: 'DEBIAN-CVE-2016-2781', upstream: ['CVE-2016-2781'] },
    { id: 'DSA-5000-1', upstream: ['CVE-2020-0001', 'CVE-2020-0002'] },
  ]
  const packages = [{ package: COREUTILS, vulnerabilities }]
  expect(await findingsOf({ results: [{ packages }] })).toMatchObject([
    { title: 'CVE-2016-2781 in coreutils', advisory: { ids: ['CVE-2016-2781'] } },
    { title: 'DSA-5000-1 in coreutils' },
  ])
})

test('what nobody calls, or a distribution finds unimportant, is suppressed as by the tool', async () => {
  const analyses = [{ called: false }, { called: true, unimportant: true }, { called: true }]
  const vulnerabilities = analyses.map((_, n) => ({ id: `CVE-2020-000${n}` }))
  const groups = analyses.map((analysis, n) => {
    const id = `CVE-2020-000${n}`
    return { ids: [id], experimental_analysis: { [id]: analysis } }
  })
  const packages = [{ package: COREUTILS, vulnerabilities, groups }]
  const findings = await findingsOf({ results: [{ packages }] })
  expect(findings.map(({ suppressed }) => suppressed)).toEqual([true, true, false])
})

test('what is known only as a commit has that for its version', async () => {
  const packages = [
    { package: { name: '', version: '', commit: '9a6bd55c' }, vulnerabilities: [{ id: 'OSV-1' }] },
  ]
  const [finding] = await findingsOf({ results: [{ packages }] })
  expect(finding?.evidence.affectedVersion).toBe('9a6bd55c')
})

test('the packages of an image are of an image', async () => {
  const packages = [{ package: COREUTILS, vulnerabilities: [{ id: 'CVE-2016-2781' }] }]
  const [finding] = await findingsOf({ results: [{ packages }], image_metadata: { os: 'Debian' } })
  expect(finding?.type).toBe('CONTAINER')
})

test('what is in no package is found too', async () => {
  const Adv = {
    ID: { Publisher: 'SCALIBR', Reference: 'weak-password' },
    Title: 'Have strong passwords',
    Description: 'A password was guessed.',
    Recommendation: 'Run passwd.',
    Sev: 5,
  }
  const other = { ...Adv, Sev: 0 }
  const findings = await findingsOf({
    results: [],
    experimental_config: {},
    experimental_generic_findings: [
      { Adv, Target: { Extra: '/etc/shadow: user' } },
      { Adv: other, Target: { Extra: 'user' } },
    ],
  })
  expect(findings).toMatchObject([
    {
      rule: 'weak-password',
      title: 'Have strong passwords',
      description: 'A password was guessed.\n\n/etc/shadow: user',
      solution: 'Run passwd.',
      severity: 'CRITICAL',
      evidence: { fileName: '/etc/shadow' },
    },
    { severity: 'MEDIUM', description: 'A password was guessed.\n\nuser' },
  ])
})

test('a licence that is not allowed is counted, as Trivy’s are', async () => {
  const licences = { licenses: ['MPL-2.0'], license_violations: ['MPL-2.0'] }
  const certifi = { package: { name: 'certifi', version: '2025.10.5' }, ...licences }
  const other = { package: { name: 'a', version: '1' }, vulnerabilities: ['CVE-2020-0001'] }
  expect(await itemsOf({ results: [{ packages: [certifi, other] }] })).toEqual([
    { kind: 'skipped', reason: 'a licence, not a vulnerability' },
    { kind: 'skipped', reason: 'not an object', gap: true },
  ])
})

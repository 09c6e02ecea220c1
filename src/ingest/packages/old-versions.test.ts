import { expect, test } from 'vitest'

import { findingsOf } from '../testing.ts'

test('an early Grype names score, fixed version and links in fields of their own', async () => {
  const vulnerability = {
    id: 'CVE-2020-36221',
    severity: 'Negligible',
    links: ['https://security-tracker.debian.org/tracker/CVE-2020-36221'],
    cvssV2: { baseScore: 5, vector: 'AV:N/AC:L/Au:N/C:N/I:N/A:P' },
    fixedInVersion: '2.4.47+dfsg-3+deb10u5',
  }
  const artifact = { name: 'libldap-2.4-2', version: '2.4.47+dfsg-3+deb10u4' }
  const matches = [
    { vulnerability, artifact },
    { vulnerability: { ...vulnerability, cvssV3: { baseScore: 7.5 } }, artifact },
  ]
  expect(await findingsOf({ matches })).toMatchObject([
    {
      severity: 'MEDIUM',
      reference: 'https://security-tracker.debian.org/tracker/CVE-2020-36221',
      evidence: { cvss: 5, patchedVersion: '2.4.47+dfsg-3+deb10u5' },
    },
    { severity: 'HIGH', evidence: { cvss: 7.5 } },
  ])
})

test('Dependency-Check before 5.0 names package, score and CWE in fields of their own', async () => {
  const identifiers = [
    { name: 'cpe:/a:apache:commons_fileupload:1.3.1', type: 'cpe' },
    { name: 'commons-fileupload:commons-fileupload:1.3.1', type: 'maven' },
  ]
  const one = {
    name: 'CVE-2016-1000031',
    cvssScore: '9.5',
    severity: 'High',
    cwe: 'CWE-284 Improper Access Control',
    vulnerableSoftware: [{ software: 'cpe:/a:apache:commons_fileupload:1.3.2' }],
  }
  const dependency = { fileName: 'commons-fileupload-1.3.1.jar', vulnerabilities: [one] }
  const dependencies = [{ ...dependency, identifiers }, dependency]
  expect(await findingsOf({ reportSchema: '1.1', dependencies })).toMatchObject([
    {
      title: 'CVE-2016-1000031 in commons-fileupload:commons-fileupload',
      category: 'CWE-284',
      severity: 'CRITICAL',
      evidence: { affectedVersion: '1.3.1', cvss: 9.5 },
    },
    { title: 'CVE-2016-1000031 in commons-fileupload-1.3.1.jar' },
  ])
})

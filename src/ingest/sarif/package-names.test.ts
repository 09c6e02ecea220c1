import { expect, test } from 'vitest'

import { one } from './package.fixture.ts'

test.each([
  ['Python-Werkzeug-2.0.1 (CVE-2023-23934)', 'Werkzeug', '2.0.1'],
  ['Npm-@acme/shop-web-1.2.0-3 (CVE-2023-23934)', '@acme/shop-web', '1.2.0-3'],
  ['Debian-gcc-10-base-10.2.1 (CVE-2023-23934)', 'gcc-10-base', '10.2.1'],
])('Checkmarx names a package as in %s', async (text, name, affectedVersion) => {
  const finding = await one({
    tool: 'Checkmarx One',
    rule: { id: 'CVE-2023-23934 (sca)', properties: { tags: ['security', 'sca'] } },
    result: { message: { text } },
  })
  expect(finding).toMatchObject({ type: 'SCA', evidence: { package: name, affectedVersion } })
  expect(finding.title).toBe(`CVE-2023-23934 in ${name}`)
})

test('Checkmarx finds packages in images too', async () => {
  const finding = await one({
    tool: 'Checkmarx One',
    rule: { id: 'CVE-2022-37434 (containers)', properties: { tags: ['checkmarx', 'containers'] } },
    result: { message: { text: 'Debian-zlib1g-1:1.2.11.dfsg-2+deb11u1 (CVE-2022-37434)' } },
  })
  expect(finding).toMatchObject({
    title: 'CVE-2022-37434 in zlib1g',
    type: 'CONTAINER',
    evidence: { package: 'zlib1g', affectedVersion: '1:1.2.11.dfsg-2+deb11u1' },
  })
})

test.each([
  ['CVE-2024-6119', 'debian:bookworm:openssl', '3.0.13-1~deb12u1', 'openssl'],
  ['CVE-2023-51767', 'debian:bookworm:openssh-client:1', '9.2p1-2', 'openssh-client'],
  ['CVE-2023-42363', '3.18:busybox', '1.36.1-r0', 'busybox'],
  ['CVE-2021-29425', 'commons-io:commons-io', '2.6', 'commons-io:commons-io'],
  ['XRAY-264729', 'cors.js', '0.0.1-security', 'cors.js'],
])('JFrog names %s of %s', async (id, component, affectedVersion, name) => {
  const finding = await one({
    tool: 'JFrog Xray Scanner',
    rule: {
      id: `${id}_${component}_${affectedVersion}`,
      shortDescription: { text: `[${id}] ${component} ${affectedVersion}` },
    },
    result: {
      message: { text: `[${id}] layer.tar` },
      properties: { fixedVersion: 'No fix available' },
    },
  })
  expect(finding).toMatchObject({ title: `${id} in ${name}`, advisory: { ids: [id] } })
  expect(finding.evidence).toMatchObject({ package: name, affectedVersion })
  expect(finding.evidence.patchedVersion).toBeUndefined()
})

test('a licence that JFrog objects to is no advisory', async () => {
  const finding = await one({
    tool: 'JFrog Xray Scanner',
    rule: { id: 'MIT_lodash_4.17.0', shortDescription: { text: '[MIT] in lodash 4.17.0' } },
    result: { message: { text: '[MIT] in lodash 4.17.0' } },
  })
  expect(finding).toMatchObject({ title: '[MIT] in lodash 4.17.0', type: 'SCA' })
  expect(finding.advisory).toBeUndefined()
})

test('Snyk writes the version of a Debian package with its epoch, behind its part', async () => {
  const finding = await one({
    tool: 'Snyk Container',
    rule: {
      id: 'SNYK-DEBIAN11-ZLIB-6008961',
      fullDescription: { text: '(CVE-2023-45853) zlib/zlib1g@1:1.2.11.dfsg-2' },
    },
    result: { message: { text: 'This file introduces a vulnerable zlib package with a flaw.' } },
  })
  expect(finding.evidence).toMatchObject({ package: 'zlib', affectedVersion: '1:1.2.11.dfsg-2' })
})

test('Microsoft’s converter of Snyk’s reports puts all of it among the properties', async () => {
  const finding = await one({
    tool: 'SnykOpenSource',
    rule: { id: 'SNYK-DOTNET-NEWTONSOFTJSON-2774678' },
    result: {
      message: { text: 'This file introduces a vulnerable Newtonsoft.Json package.' },
      properties: {
        packageName: 'Newtonsoft.Json',
        packageVersion: '10.0.3',
        patchedVersion: ['12.0.9', '13.0.1'],
        cve: [],
        xref: ['GHSA-5crp-9r3c-p9vr'],
      },
    },
  })
  expect(finding).toMatchObject({
    title: 'GHSA-5crp-9r3c-p9vr in Newtonsoft.Json',
    type: 'SCA',
    evidence: { affectedVersion: '10.0.3', patchedVersion: '12.0.9, 13.0.1' },
  })
})

test('OSV-Scanner has a table of the versions without the flaw', async () => {
  const text =
    '## Remediation\nUpgrade.\n### Fixed Versions\n\n| Vulnerability ID | Package Name | Fixed Version |\n| --- | --- | --- |\n| GHSA-m5pq-gvj9-9vr8 | regex | 1.5.5 |\n| GHSA-m5pq-gvj9-9vr8 | other | 2.0.0 |\n| GHSA-m5pq-gvj9-9vr8 | third | N/A |\n'
  const finding = await one({
    tool: 'osv-scanner',
    rule: { id: 'CVE-2022-24713', help: { text } },
    result: { message: { text: "Package 'regex@1.5.1' is vulnerable to 'CVE-2022-24713'." } },
  })
  expect(finding.evidence).toMatchObject({ affectedVersion: '1.5.1', patchedVersion: '1.5.5' })
})

test('an id of Snyk’s is one of a package, whatever calls Snyk', async () => {
  const finding = await one({
    tool: 'acme sca',
    rule: {
      id: 'SNYK-HEX-PAGINATOR-1086684',
      fullDescription: { text: '(CVE-2020-15150) paginator@0.6.0' },
    },
    result: { message: { text: 'This file introduces a vulnerable paginator package.' } },
  })
  expect(finding).toMatchObject({
    title: 'CVE-2020-15150 in paginator',
    type: 'SCA',
    evidence: { package: 'paginator', affectedVersion: '0.6.0' },
  })
})

test.each([['SNYK-CC-TF-82'], ['SNYK-CC-00747']])(
  'Snyk’s rule %s is about configuration',
  async (id) => {
    const finding = await one({
      tool: 'Snyk Infrastructure as Code',
      rule: { id, shortDescription: { text: 'RBAC is disabled' } },
      result: { message: { text: 'A misconfiguration affecting the package: x, version 1' } },
    })
    expect(finding).toMatchObject({ title: 'RBAC is disabled', type: 'IAC' })
    expect(finding.advisory).toBeUndefined()
  },
)

test('Orca’s rule names the lock file, its message the package', async () => {
  const finding = await one({
    tool: 'Orca Shift-Left Security',
    rule: {
      id: 'CVE-2022-21797-poetry',
      name: 'poetry (CVE-2022-21797)',
      shortDescription: { text: 'poetry' },
    },
    result: {
      message: {
        text: '',
        markdown:
          'joblib (CVE-2022-21797)\n\nSeverity: CRITICAL\nCVSS3 Score: 9.8\nInstalled version: 1.1.0\nFixed version:1.2.0',
      },
    },
  })
  expect(finding).toMatchObject({
    title: 'CVE-2022-21797 in joblib',
    type: 'SCA',
    evidence: { package: 'joblib', affectedVersion: '1.1.0', patchedVersion: '1.2.0' },
  })
})

test('Positive Technologies’ scanner names a component and its version', async () => {
  const name = 'Vulnerable component phpmailer 5.2.17 (CVE-2021-34551)'
  const finding = await one({
    tool: 'Positive Technologies Application Inspector',
    rule: { id: 'DC-FP-CVE-2021-34551', name, properties: { tags: ['sca'] } },
    result: { message: { text: name } },
  })
  expect(finding).toMatchObject({
    title: 'CVE-2021-34551 in phpmailer',
    evidence: { package: 'phpmailer', affectedVersion: '5.2.17' },
  })
})

test('a CVE in brackets behind other words names no package', async () => {
  const finding = await one({
    tool: 'Appknox',
    rule: { id: 'CVE-2017-13156', shortDescription: { text: 'Janus' } },
    result: { message: { text: 'Janus vulnerability (CVE-2017-13156) allows much.\nSo it is.' } },
  })
  expect(finding.evidence.package).toBeUndefined()
})

test('Endor says which advisory, how severe and where it is fixed in one sentence', async () => {
  const finding = await one({
    tool: 'endorctl',
    rule: { id: 'dependency_with_low_severity_vulnerabilities' },
    result: {
      message: {
        text: 'com.google.guava:guava@13.0.1 has a low severity vulnerability identified by GHSA-5mg8-w23w-74h3: Information Disclosure in Guava. This vulnerability was fixed in version 30.0-android. \ncom.google.guava:guava@13.0.1 is a transitive dependency of com.acme:shop@4.0.',
      },
    },
  })
  expect(finding).toMatchObject({
    title: 'GHSA-5mg8-w23w-74h3 in com.google.guava:guava',
    type: 'SCA',
    severity: 'LOW',
    advisory: { ids: ['GHSA-5MG8-W23W-74H3'] },
    evidence: { affectedVersion: '13.0.1', patchedVersion: '30.0-android' },
  })
})

test('Meterian says in one sentence what is affected by what', async () => {
  const finding = await one({
    tool: 'Meterian',
    rule: { id: 'VulnerableComponent', properties: { 'security-severity': '9' } },
    result: { message: { text: 'idna@1.2.3 is affected by vulnerability CVE-2020-35863.' } },
  })
  expect(finding).toMatchObject({
    title: 'CVE-2020-35863 in idna',
    type: 'SCA',
    advisory: { ids: ['CVE-2020-35863'] },
    evidence: { affectedVersion: '1.2.3' },
  })
})

test('Spectral’s message on an advisory is but the name of the package', async () => {
  const spectral = (text: string) =>
    one({
      tool: 'Spectral Scan',
      rule: { id: 'CVE-2022-0624', name: 'parse-path' },
      result: { message: { text } },
    })
  expect(await spectral('parse-path')).toMatchObject({
    title: 'CVE-2022-0624 in parse-path',
    type: 'SCA',
  })
  expect((await spectral('Spring4Shell')).advisory).toBeUndefined()
})

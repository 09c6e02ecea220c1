import { expect, test } from 'vitest'

import { one, type Said } from './package.fixture.ts'

const LODASH = { id: 'CVE-2020-8203', shortDescription: { text: 'CVE-2020-8203' } }
const NAMES = ['CVE-2020-8203', 'GHSA-P6MC-M468-83GW']

const SAID: readonly (readonly [string, Said, object])[] = [
  [
    'Trivy',
    {
      tool: 'Trivy',
      // A rule is one for several packages: its help names another.
      rule: { ...LODASH, help: { text: 'Vulnerability CVE-2020-8203\nPackage: lodash-es\n' } },
      result: {
        message: {
          text: 'Package: lodash\nInstalled Version: 4.17.15\nVulnerability CVE-2020-8203\nSeverity: HIGH\nFixed Version: 4.17.19',
        },
      },
    },
    { affectedVersion: '4.17.15', patchedVersion: '4.17.19' },
  ],
  [
    'Grype',
    {
      tool: 'grype',
      rule: {
        id: 'CVE-2020-8203-lodash',
        shortDescription: { text: 'CVE-2020-8203 high vulnerability for lodash package' },
        help: {
          text: 'Vulnerability CVE-2020-8203\nSeverity: high\nPackage: lodash\nVersion: 4.17.15\nFix Version: 4.17.19\nType: npm',
          markdown: '**Vulnerability CVE-2020-8203**\n| Severity | Package |\n| high | lodash |',
        },
      },
      result: {
        message: {
          text: 'The path /app/package-lock.json reports lodash at version 4.17.15  which is a vulnerable (npm) package installed in the container',
        },
      },
    },
    { affectedVersion: '4.17.15', patchedVersion: '4.17.19' },
  ],
  [
    'OSV-Scanner',
    {
      tool: 'osv-scanner',
      rule: { ...LODASH, deprecatedIds: NAMES },
      result: {
        message: {
          text: "Package 'lodash@4.17.15' is vulnerable to 'CVE-2020-8203' (also known as 'GHSA-p6mc-m468-83gw').",
        },
      },
    },
    { affectedVersion: '4.17.15' },
  ],
  [
    'Dependency-Check',
    {
      tool: 'dependency-check',
      rule: LODASH,
      result: {
        message: { text: 'CVE-2020-8203 - Prototype pollution, as in CVE-2019-10744.' },
        partialFingerprints: { vulnerabilityHash: 'f7d8' },
        locations: [{ logicalLocations: [{ fullyQualifiedName: 'pkg:npm/lodash@4.17.15' }] }],
      },
    },
    { affectedVersion: '4.17.15' },
  ],
  [
    'Snyk',
    {
      tool: 'Snyk Open Source',
      rule: {
        id: 'SNYK-JS-LODASH-567746',
        shortDescription: { text: 'High severity - Prototype Pollution vulnerability in lodash' },
        fullDescription: { text: '(CVE-2020-8203) lodash@4.17.15' },
        help: { text: '', markdown: '* Package Manager: npm\n* Vulnerable module: lodash' },
      },
      result: {
        message: {
          text: 'This file introduces a vulnerable lodash package with a high severity vulnerability.',
        },
      },
    },
    { affectedVersion: '4.17.15' },
  ],
  [
    'Black Duck',
    {
      tool: 'Some Application',
      rule: { id: 'BDSA-2020-1001 (CVE-2020-8203)' },
      result: {
        message: { text: 'BDSA-2020-1001 (CVE-2020-8203) in lodash 4.17.15' },
        fingerprints: { csvRowSha256: { value: 'aaaa' } },
        properties: { component: 'lodash', componentVersion: '4.17.15', securityRisk: 'HIGH' },
      },
    },
    { affectedVersion: '4.17.15' },
  ],
  [
    'JFrog Xray',
    {
      tool: 'JFrog Xray Scanner',
      rule: {
        id: 'CVE-2020-8203_lodash_4.17.15',
        shortDescription: { text: 'Security Violation [CVE-2020-8203] lodash 4.17.15' },
        help: { text: 'Prototype pollution', markdown: '| Score | Direct |\n| 7.4 | `shop 1.0` |' },
      },
      result: {
        // The package through which it came.
        message: { text: '[CVE-2020-8203] shop 1.0.0' },
        properties: { fixedVersion: '[4.17.19]' },
      },
    },
    { affectedVersion: '4.17.15', patchedVersion: '4.17.19' },
  ],
  [
    'Kubescape',
    {
      tool: 'Kubescape',
      rule: { id: 'CVE-2020-8203-lodash' },
      result: {
        message: {
          text: 'A high vulnerability in npm package: lodash, version 4.17.15 was found in image shop',
        },
      },
    },
    { affectedVersion: '4.17.15' },
  ],
]

test.each(SAID)('%s names package and advisory in its own way', async (_, said, evidence) => {
  expect(await one(said)).toMatchObject({
    title: 'CVE-2020-8203 in lodash',
    type: 'SCA',
    advisory: { package: 'lodash', ids: expect.arrayContaining(['CVE-2020-8203']) },
    evidence: { package: 'lodash', cve: 'CVE-2020-8203', ...evidence },
    suppressed: false,
  })
})

test('all of them mean the same, wherever they found it', async () => {
  const findings = await Promise.all(SAID.map(([, said]) => one(said)))
  expect(new Set(findings.map((finding) => finding.fingerprint)).size).toBe(1)
})

test('line 1 of a lock file or an image is no place', async () => {
  const findings = await Promise.all(SAID.map(([, said]) => one(said)))
  expect(findings.filter(({ evidence }) => evidence.firstLine !== undefined)).toEqual([])
})

test('every other name that is given joins', async () => {
  const aliases = await Promise.all(SAID.slice(2).map(([, said]) => one(said)))
  expect(aliases.map((finding) => finding.advisory?.ids)).toEqual([
    NAMES,
    ['CVE-2020-8203'],
    ['CVE-2020-8203', 'SNYK-JS-LODASH-567746'],
    ['CVE-2020-8203'],
    ['CVE-2020-8203'],
    ['CVE-2020-8203'],
  ])
})

test.each<[string, Said, object]>([
  [
    'Docker Scout',
    {
      tool: 'docker scout',
      rule: {
        id: 'CVE-2020-8203',
        properties: { purls: ['pkg:maven/org.acme/other@1', 'pkg:npm/x@1'], fixed_version: '9' },
      },
      result: {
        message: {
          text: '  Vulnerability   : CVE-2020-8203\n  Package         : pkg:deb/debian/zlib@1%3A1.2?os_name=debian\n  Fixed version   : 1:1.3\n',
        },
      },
    },
    { package: 'zlib', affectedVersion: '1:1.2', patchedVersion: '1:1.3' },
  ],
  [
    'Docker Scout, without a fix',
    {
      tool: 'docker scout',
      rule: {
        id: 'CVE-2020-8203',
        properties: { purls: ['pkg:maven/org.acme/shop@1'], fixed_version: 'not fixed' },
      },
      result: { message: { text: 'Fixed version : not fixed' } },
    },
    { package: 'org.acme:shop', affectedVersion: '1' },
  ],
  [
    'Clair',
    {
      tool: 'Clair V4',
      rule: LODASH,
      result: { message: { text: '[libxml2 - 2.9.4-1 - High] "A flaw."' } },
    },
    { package: 'libxml2', affectedVersion: '2.9.4-1' },
  ],
])('%s names the package of an image in its own way', async (_, said, evidence) => {
  const finding = await one(said)
  expect(finding).toMatchObject({ type: 'CONTAINER', advisory: { ids: ['CVE-2020-8203'] } })
  expect(finding.evidence).toEqual({
    fileName: 'package-lock.json',
    cve: 'CVE-2020-8203',
    ...evidence,
  })
})

test('govulncheck keeps the other names among its tags', async () => {
  const finding = await one({
    tool: 'govulncheck',
    rule: { id: 'GO-2020-0015', properties: { tags: ['CVE-2020-14040', 'GHSA-5rcv-m4m3-hfh7'] } },
    result: { message: { text: 'Your code depends on 1 vulnerable module (golang.org/x/text).' } },
  })
  expect(finding).toMatchObject({
    title: 'CVE-2020-14040 in golang.org/x/text',
    type: 'SCA',
    advisory: { ids: ['CVE-2020-14040', 'GHSA-5RCV-M4M3-HFH7', 'GO-2020-0015'] },
  })
})

test('of a package, a help without headings tells what is wrong, not what to do', async () => {
  const finding = await one({
    tool: 'govulncheck',
    rule: { id: 'GO-2020-0015', help: { text: 'A single byte makes it loop.' } },
    result: { message: { text: 'Your code depends on 1 vulnerable module (example.com/m).' } },
  })
  expect(finding.solution).toBe('')
  expect(finding.description).toContain('A single byte makes it loop.')
})

test('an audit of Composer names package and advisory apart', async () => {
  const finding = await one({
    tool: 'Composer',
    rule: { id: 'CA0001', shortDescription: { text: 'CVE-2024-51736: Command hijack' } },
    result: {
      message: { text: 'Found security advisory' },
      properties: { packageName: 'symfony/process', affectedVersions: '>=2.0.0' },
    },
  })
  expect(finding).toMatchObject({
    title: 'CVE-2024-51736 in symfony/process',
    advisory: { ids: ['CVE-2024-51736'] },
  })
})

test('a component without a CVE is a dependency all the same, whatever its version', async () => {
  const blackDuck = (componentVersion: string): Said => ({
    tool: 'Some Application',
    rule: { id: 'BDSA-2022-1004' },
    result: {
      message: { text: `BDSA-2022-1004 in shop ${componentVersion}` },
      locations: [
        { physicalLocation: { artifactLocation: { uri: `maven/shop@${componentVersion}` } } },
      ],
      properties: { component: 'shop', componentVersion, securityRisk: 'LOW' },
    },
  })
  const [now, later] = [await one(blackDuck('2.3.1')), await one(blackDuck('2.3.2'))]
  expect(now).toMatchObject({
    type: 'SCA',
    evidence: { package: 'shop', affectedVersion: '2.3.1' },
  })
  expect(later.fingerprint).toBe(now.fingerprint)
})

test('a CVE that code analysis speaks of makes no dependency of it', async () => {
  const finding = await one({
    tool: 'CodeQL',
    rule: { id: 'js/CVE-2020-8203' },
    result: { message: { text: 'Package: lodash' } },
  })
  expect(finding.advisory).toBeUndefined()
  expect(finding.type).toBe('SAST')
})

import { expect, test } from 'vitest'

import { openReport } from '../formats.ts'
import { sourceOf } from '../spool.ts'
import { findingsOf, itemsOf } from '../testing.ts'
import { sample } from '../testing-samples.ts'

const LODASH = 'CVE-2020-8203 in lodash'

/** Title, severity, score, versions, file: one line a finding, what is skipped after them. */
test.each<[string, string, readonly string[]]>([
  [
    'by-hand/trivy-image.json',
    'Trivy',
    [
      'CVE-2023-45853 in zlib1g CRITICAL 9.8 1:1.2.13.dfsg-1 -> - CONTAINER CWE-190',
      'CVE-2022-3219 in gpgv LOW - 2.2.40-1.1 -> - CONTAINER -',
      `${LODASH} HIGH 7.4 4.17.15 -> 4.17.19 CONTAINER CWE-770 app/node_modules/lodash/package.json`,
      "Image user should not be 'root' HIGH - - -> - IAC - deploy/Dockerfile",
      'skipped: status "PASS": not a problem',
      'AWS Access Key ID in /app/config.ini CRITICAL - - -> - SECRET CWE-798 /app/config.ini',
      'skipped: a licence, not a vulnerability',
    ],
  ],
  [
    'by-hand/grype.json',
    'Grype',
    [
      `${LODASH} HIGH 7.4 4.17.15 -> 4.17.19 SCA - /package-lock.json`,
      'CVE-2022-42889 in org.apache.commons:commons-text CRITICAL - 1.9 -> 1.10.0 SCA - /app/lib/commons-text-1.9.jar',
      'CVE-2021-23337 in lodash HIGH - 4.17.15 -> - SCA - suppressed',
    ],
  ],
  [
    'npm-audit-shop.json',
    'npm audit',
    [
      'GHSA-jf85-cpcp-j695 in lodash CRITICAL 9.1 <4.17.12 -> 4.18.1 SCA CWE-20',
      'GHSA-35jh-r3h4-6jhm in lodash HIGH 7.2 <4.17.21 -> 4.18.1 SCA CWE-77',
      'GHSA-29mw-wpgm-hmr9 in lodash MEDIUM 5.3 <4.17.21 -> 4.18.1 SCA CWE-400',
      'GHSA-vh95-rmgr-6w4m in minimist MEDIUM 5.6 <0.2.1 -> - SCA CWE-1321',
      'GHSA-vh95-rmgr-6w4m in minimist MEDIUM 5.6 >=1.0.0 <1.2.3 -> - SCA CWE-1321',
      'GHSA-xvch-5gv4-984h in minimist CRITICAL 9.8 >=1.0.0 <1.2.6 -> - SCA CWE-1321',
      'GHSA-xvch-5gv4-984h in minimist CRITICAL 9.8 <0.2.4 -> - SCA CWE-1321',
      'skipped: vulnerable only by another package of this report',
      'GHSA-q4v7-4rhw-9hqm in node-serialize CRITICAL 9.8 >=0.0.0 -> - SCA CWE-502',
    ],
  ],
  [
    'by-hand/npm-audit-1.json',
    'npm audit',
    [
      `${LODASH} LOW - 4.17.15 -> >=4.17.19 SCA CWE-471`,
      'GHSA-vh95-rmgr-6w4m in minimist MEDIUM - 0.0.8 -> >=0.2.1 <1.0.0 || >=1.2.3 SCA CWE-1321',
    ],
  ],
  [
    'by-hand/osv-scanner.json',
    'OSV-Scanner',
    [
      'CVE-2019-10906 in jinja2 HIGH 8.6 2.4.1 -> 2.10.1 SCA CWE-693 /src/shop/requirements.txt',
      'skipped: the same as another advisory of this report',
      'skipped: an advisory that was withdrawn',
      'CVE-2023-45288 in golang.org/x/net MEDIUM - 0.17.0 -> 0.23.0 SCA - /src/shop/go.mod',
    ],
  ],
  [
    'by-hand/dependency-check.json',
    'OWASP Dependency-Check',
    [
      'CVE-2022-42889 in org.apache.commons:commons-text CRITICAL 9.8 1.9 -> 1.10.0 SCA CWE-94 /src/lib/commons-text-1.9.jar',
      'CVE-2021-29425 in org.apache.commons:commons-text MEDIUM 4.8 1.9 -> - SCA CWE-22 /src/lib/commons-text-1.9.jar suppressed',
    ],
  ],
  [
    'by-hand/cyclonedx-1.4.json',
    'trivy',
    [
      `${LODASH} HIGH 7.4 4.17.15 -> - SCA CWE-1321`,
      'CVE-2018-7489 in com.fasterxml.jackson.core:jackson-databind CRITICAL - 2.9.8 -> - SCA - suppressed',
      'CVE-2018-7489 in inner CRITICAL - 1 -> - SCA - suppressed',
      'skipped: analysis "resolved": no longer there',
    ],
  ],
  [
    'by-hand/cyclonedx-vex-1.6.json',
    'dependency-track',
    [
      'CVE-2022-22965 in org.springframework:spring-beans CRITICAL 9.3 5.3.17 -> - SCA CWE-94 suppressed',
      'CVE-2023-0001 in @scope/name CRITICAL 9.8 1.0.0 -> 1.2.0 SCA -',
    ],
  ],
  [
    'by-hand/openvex.json',
    'OpenVEX',
    [
      `${LODASH} MEDIUM - 4.17.15 -> - SCA - suppressed`,
      'CVE-2023-12345 in git MEDIUM - 2.39.0-r1 -> - SCA -',
      'CVE-2023-12345 in git MEDIUM - 2.39.0-r1 -> - SCA -',
      'skipped: status "fixed": no longer there',
      'skipped: a status that OpenVEX does not have',
    ],
  ],
  [
    'by-hand/csaf-vex.json',
    'CSAF',
    [
      `${LODASH} HIGH 7.4 4.17.15 -> - SCA CWE-1321`,
      'CVE-2019-10906 in Shop 2.0 MEDIUM - - -> - SCA -',
      'CVE-2019-10906 in jinja2 MEDIUM - 2.4.1 -> - SCA - suppressed',
      'skipped: status "fixed": no longer there',
      'skipped: names no product',
    ],
  ],
])('%s is read whole', async (name, tool, lines) => {
  const items = await itemsOf(sample(name))
  const shown = items.map((item) => {
    if (item.kind === 'skipped') return `skipped: ${item.reason}`
    const { title, severity, type, category, suppressed, evidence } = item.finding
    expect(item.finding.tool).toBe(tool)
    const { cvss = '-', affectedVersion = '-', patchedVersion = '-', fileName = '' } = evidence
    const versions = `${affectedVersion} -> ${patchedVersion}`
    const parts = [title, severity, cvss, versions, type, category || '-', fileName]
    return [...parts, suppressed ? 'suppressed' : ''].filter((part) => part !== '').join(' ')
  })
  expect(shown).toEqual(lines)
})

test('every tool that means the same advisory in the same package means one finding', async () => {
  const names = ['trivy-image', 'grype', 'npm-audit-1', 'cyclonedx-1.4', 'openvex', 'semgrep']
  const all = await Promise.all(names.map((name) => findingsOf(sample(`by-hand/${name}.json`))))
  const prints = all.map((findings) => findings.find(({ title }) => title === LODASH)?.fingerprint)
  expect(new Set(prints).size).toBe(1)
  expect(prints[0]).toBeDefined()
})

test('a version that moves is the same finding', async () => {
  const now = await findingsOf(sample('by-hand/trivy-image.json'))
  const later = await findingsOf(
    sample('by-hand/trivy-image.json').replaceAll('4.17.15', '4.17.16').replaceAll('1.4', '1.5'),
  )
  expect(later.map((one) => one.fingerprint)).toEqual(now.map((one) => one.fingerprint))
})

test.each([
  [
    { type: 'direct', error: { code: 'ENOLOCK', summary: 'needs a lockfile', detail: 'x' } },
    /npm audit failed.*needs a lockfile/,
  ],
  [
    { document: { category: 'csaf_security_advisory', csaf_version: '2.0' } },
    /"csaf_security_advisory", not a VEX/,
  ],
  [
    { bomFormat: 'CycloneDX', components: [{ 'bom-ref': 'a', name: 'a' }] },
    /components but no vulnerabilities/,
  ],
])('what tells of no vulnerabilities is refused with the reason', async (content, message) => {
  await expect(itemsOf(content)).rejects.toThrow(message)
})

test('an estimate that it will be exploited is no score', async () => {
  const ratings = [
    { source: { name: 'nvd' }, severity: 'unknown' },
    { severity: 'high' },
    { source: { name: 'FIRST' }, score: 0.03, method: 'other' },
  ]
  const [finding] = await findingsOf({
    bomFormat: 'CycloneDX',
    specVersion: '1.7',
    vulnerabilities: [{ id: 'CVE-2020-0001', ratings, affects: [{ ref: 'pkg:npm/a@1' }] }],
  })
  expect(finding).toMatchObject({ severity: 'HIGH', evidence: { package: 'a' } })
  expect(finding?.evidence.cvss).toBeUndefined()
})

test('a malicious package is critical, whoever has scored it', async () => {
  const one = { id: 'MAL-2023-1035', summary: 'Malicious code in flot-axis (npm)' }
  const packages = [{ package: { name: 'flot-axis', version: '0' }, vulnerabilities: [one] }]
  expect((await findingsOf({ results: [{ packages }] }))[0]?.severity).toBe('CRITICAL')
})

test('CycloneDX before 1.4 had vulnerabilities as an extension', async () => {
  const xml = `<bom xmlns="http://cyclonedx.org/schema/bom/1.2" xmlns:v="http://cyclonedx.org/schema/ext/vulnerability/1.0">
<v:vulnerabilities><v:vulnerability ref="pkg:npm/lodash@4.17.15"><v:id>CVE-2020-8203</v:id>
<v:ratings><v:rating><v:score><v:base>7.4</v:base></v:score><v:severity>High</v:severity><v:method>CVSSv3</v:method></v:rating></v:ratings>
<v:advisories><v:advisory>https://example.com/a</v:advisory></v:advisories></v:vulnerability></v:vulnerabilities></bom>`
  expect(await findingsOf(xml)).toMatchObject([
    { title: LODASH, reference: 'https://example.com/a', evidence: { cvss: 7.4 } },
  ])
})

test('Grype’s lines say what its report says', async () => {
  const { matches } = JSON.parse(sample('by-hand/grype.json'))
  const lines = matches.map((match: unknown) => JSON.stringify(match)).join('\n')
  const whole = await findingsOf(sample('by-hand/grype.json'))
  expect(await findingsOf(lines)).toEqual(whole.slice(0, matches.length))
})

test('of a CVE whose scores are of several versions, that of version 3 counts', async () => {
  const severity = [
    { type: 'CVSS_V4', score: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N' },
    { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
  ]
  const one = { id: 'GHSA-p6mc-m468-83gw', severity }
  const packages = [{ package: { name: 'a', version: '1' }, vulnerabilities: [one] }]
  expect((await findingsOf({ results: [{ packages }] }))[0]?.evidence.cvss).toBe(9.8)
})

test('of a CVE that Trivy has the severity of from one source, its score counts first', async () => {
  const one = {
    VulnerabilityID: 'CVE-2025-61795',
    PkgName: 'tomcat',
    SeveritySource: 'ghsa',
    Severity: 'LOW',
  }
  const scoreWith = async (CVSS: object) => {
    const Results = [{ Target: 'a.jar', Vulnerabilities: [{ ...one, CVSS }] }]
    return (await findingsOf({ SchemaVersion: 2, Results }))[0]?.evidence.cvss
  }
  expect(await scoreWith({ ghsa: { V40Score: 2.3 }, redhat: { V3Score: 5.3 } })).toBe(2.3)
  expect(await scoreWith({ ghsa: { V40Score: 2.3, V3Score: 3.1 } })).toBe(3.1)
  expect(await scoreWith({ ghsa: { V2Score: 2.3 }, redhat: { V3Score: 5.3 } })).toBe(5.3)
  expect(await scoreWith({ nvd: { V40Score: 4.4 }, redhat: { V3Score: 5.3 } })).toBe(5.3)
})

test('a scan whose analyses failed says so', async () => {
  const scanInfo = { engineVersion: '12.1.0', analysisExceptions: [{ exception: {} }] }
  const content = Buffer.from(JSON.stringify({ reportSchema: '1.1', scanInfo, dependencies: [] }))
  expect((await openReport(sourceOf(content))).failure).toBe('1 of its analyses failed')
})

test('what a single entry names beyond reason is counted, not kept', async () => {
  const affects = Array.from({ length: 1500 }, (_, i) => ({ ref: `c${i}` }))
  const items = await itemsOf({
    bomFormat: 'CycloneDX',
    vulnerabilities: [{ id: 'CVE-2020-0001', affects }],
  })
  expect(items.filter((item) => item.kind === 'found')).toHaveLength(1000)
  expect(items.at(-1)).toEqual({
    kind: 'skipped',
    reason: 'one of more than 1,000 things that a single entry names',
    gap: true,
  })
})

test('a component that nothing is known of joins no tools', async () => {
  const vulnerability = (ref: string) => ({ id: 'CVE-2021-44228', affects: [{ ref }] })
  const vulnerabilities = ['gerbwetbqt', 'pkg:npm/a@1'].map(vulnerability)
  const findings = await findingsOf({ bomFormat: 'CycloneDX', vulnerabilities })
  expect(findings.map((finding) => finding.advisory?.package)).toEqual([undefined, 'a'])
})

test('of advisories that mean the same, the one that says most is read', async () => {
  const severity = [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }]
  const vulnerabilities = [
    { id: 'GO-2020-0015', aliases: ['CVE-2020-14040'] },
    { id: 'GHSA-5rcv-m4m3-hfh7', severity, database_specific: { cwe_ids: ['CWE-835'] } },
  ]
  const group = { ids: ['GO-2020-0015', 'GHSA-5rcv-m4m3-hfh7'], aliases: ['CVE-2020-14040'] }
  const packages = [{ package: { name: 'm' }, groups: [group], vulnerabilities }]
  expect(await findingsOf({ results: [{ packages }] })).toMatchObject([
    { title: 'CVE-2020-14040 in m', severity: 'CRITICAL', category: 'CWE-835' },
  ])
})

test('the bare list of an old Trivy tells an image by its system', async () => {
  const one = (PkgName: string) => [{ VulnerabilityID: 'CVE-2020-0001', PkgName }]
  const findings = await findingsOf([
    { Target: 'shop:1 (debian 10.8)', Type: 'debian', Vulnerabilities: one('apt') },
    { Target: 'package-lock.json', Type: 'npm', Vulnerabilities: one('lodash') },
  ])
  expect(findings.map(({ type, evidence: { fileName } }) => `${type} ${fileName}`)).toEqual([
    'CONTAINER undefined',
    'SCA package-lock.json',
  ])
})

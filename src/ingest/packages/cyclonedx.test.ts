import { expect, test } from 'vitest'

import { openReport } from '../formats.ts'
import { sourceOf } from '../spool.ts'
import { findingsOf, itemsOf } from '../testing.ts'

const OLD = `<bom xmlns="http://cyclonedx.org/schema/bom/1.2" xmlns:v="http://cyclonedx.org/schema/ext/vulnerability/1.0">
<metadata><tools><tool><name>scanner</name></tool></tools></metadata><components>
<component type="library"><name>clean</name><version>1</version></component>
<component type="library"><name>zlib</name><version>1.2</version><v:vulnerabilities>
<v:vulnerability ref="urn:uuid:1"><v:id>CVE-2020-0001</v:id></v:vulnerability>
<v:vulnerability ref="urn:uuid:2"><v:id>CVE-2020-0002</v:id>
<v:recommendations><v:recommendation>Upgrade it.</v:recommendation></v:recommendations></v:vulnerability>
</v:vulnerabilities></component>
<component type="library"><name>bash</name><version>5</version><v:vulnerabilities>
<v:vulnerability ref="urn:uuid:3"><v:id>CVE-2020-0001</v:id></v:vulnerability>
</v:vulnerabilities></component></components></bom>`

test('vulnerabilities that stand in their component are of that component', async () => {
  const findings = await findingsOf(OLD)
  const said = findings.map(({ tool, title, evidence: { affectedVersion } }) => {
    return `${tool}: ${title} ${affectedVersion}`
  })
  expect(said).toEqual([
    'scanner: CVE-2020-0001 in zlib 1.2',
    'scanner: CVE-2020-0002 in zlib 1.2',
    'scanner: CVE-2020-0001 in bash 5',
  ])
  expect(findings[1]?.solution).toBe('Upgrade it.')
  expect((await openReport(sourceOf(Buffer.from(OLD)))).expected).toBe(3)
})

test.each<[string, unknown]>([
  ['JSON', { bomFormat: 'CycloneDX', components: [{ name: 'a', version: '1' }] }],
  ['XML', '<bom><components><component><name>a</name></component></components></bom>'],
])('an inventory in %s to whose parts nothing can refer is an inventory', async (_, content) => {
  await expect(itemsOf(content)).rejects.toThrow(/components but no vulnerabilities/)
})

test('a scan that says that it found nothing is no inventory', async () => {
  const components = [{ name: 'a', version: '1' }]
  const found = { id: 'CVE-2020-0001', affects: [{ ref: 'a' }] }
  expect(await itemsOf({ bomFormat: 'CycloneDX', components, vulnerabilities: [] })).toEqual([])
  expect(
    await itemsOf({ bomFormat: 'CycloneDX', vulnerabilities: [found], components }),
  ).toHaveLength(1)
})

test('a reference that is a package URL tells the version, before any range', async () => {
  const versions = [
    { range: 'vers:npm/>=0.0.0|<8.5.10', status: 'affected' },
    { range: 'vers:npm/>=8.5.10', status: 'unaffected' },
    { range: 'vers:npm/>=9.0.1|<9.9.0', status: 'unaffected' },
  ]
  const affects = [{ ref: 'pkg:npm/postcss@8.4.31', versions }]
  const vulnerabilities = [{ id: 'CVE-2020-0001', affects }]
  expect(await findingsOf({ bomFormat: 'CycloneDX', vulnerabilities })).toMatchObject([
    {
      evidence: {
        package: 'postcss',
        affectedVersion: '8.4.31',
        patchedVersion: '8.5.10, vers:npm/>=9.0.1|<9.9.0',
      },
    },
  ])
})

test('depscan names the CVE of an advisory in its words', async () => {
  const description = '# HTTP/2\nReset.\n\n## Related CVE(s)\nBIT-http-2023-44487, CVE-2023-44487'
  const affects = [{ ref: 'pkg:maven/io.netty/netty-codec-http2@4.1.94.Final' }]
  const vulnerabilities = [{ id: 'BIT-http-2023-44487', description, affects }]
  expect(await findingsOf({ bomFormat: 'CycloneDX', vulnerabilities })).toMatchObject([
    { title: 'CVE-2023-44487 in io.netty:netty-codec-http2' },
  ])
})

test('a number in place of a vector is no score', async () => {
  const ratings = [{ vector: '1' }, { severity: 'high' }]
  const vulnerabilities = [{ id: 'OSV-2020-1', ratings, affects: [{ ref: 'pkg:npm/a@1' }] }]
  const [finding] = await findingsOf({ bomFormat: 'CycloneDX', vulnerabilities })
  expect(finding).toMatchObject({ severity: 'HIGH' })
  expect(finding?.evidence.cvss).toBeUndefined()
})

test('every version that a VEX names is told, and those it spares are no fix', async () => {
  const said = (status: string, ...texts: string[]) =>
    texts.map((text) => ({ [text.startsWith('vers:') ? 'range' : 'version']: text, status }))
  const entry = (state: string, versions: object) => ({
    id: 'CVE-2021-44228',
    analysis: { state },
    affects: [{ ref: 'urn:cdx:cbb2cd68-2857-43b8-a10b-e8c03d277d18/1#till', versions }],
  })
  const vulnerabilities = [
    entry('exploitable', said('affected', '2.4', '2.6', 'vers:generic/>=2.9|<=4.1')),
    entry('not_affected', said('unaffected', 'vers:generic/>=1.0|<=2.3', '2.5')),
  ]
  const findings = await findingsOf({ bomFormat: 'CycloneDX', vulnerabilities })
  expect(findings.map(({ solution, evidence }) => [evidence.affectedVersion, solution])).toEqual([
    ['2.4, 2.6, vers:generic/>=2.9|<=4.1', ''],
    ['vers:generic/>=1.0|<=2.3, 2.5', ''],
  ])
})

test('what to do until there is a fix is kept too', async () => {
  const words = { recommendation: 'Upgrade it.', workaround: 'Turn it off.' }
  const vulnerabilities = [{ id: 'CVE-2021-44228', ...words, affects: [{ ref: 'pkg:npm/a@1' }] }]
  const [finding] = await findingsOf({ bomFormat: 'CycloneDX', vulnerabilities })
  expect(finding?.solution).toBe('Upgrade it.\n\nTurn it off.')
})

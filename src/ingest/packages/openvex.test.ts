import { expect, test } from 'vitest'

import { findingsOf } from '../testing.ts'

const CONTEXT = 'https://openvex.dev/ns'

test('parts that stand beside the products are what the advisory is in', async () => {
  const statement = {
    vulnerability: 'CVE-2020-0001',
    status: 'affected',
    products: ['pkg:oci/shop'],
    subcomponents: ['pkg:apk/wolfi/bash@1.0.0', { '@id': 'pkg:apk/wolfi/zlib@1.0.0' }],
  }
  const findings = await findingsOf({ '@context': CONTEXT, statements: [statement] })
  expect(findings.map(({ title }) => title)).toEqual([
    'CVE-2020-0001 in bash',
    'CVE-2020-0001 in zlib',
  ])
})

test('a product that is unknown is no package', async () => {
  const statement = {
    vulnerability: { name: 'GO-2020-0015', aliases: ['CVE-2020-14040'] },
    status: 'affected',
    products: [{ '@id': 'Unknown Product' }],
  }
  const [finding] = await findingsOf({ '@context': CONTEXT, statements: [statement] })
  expect(finding).toMatchObject({ title: 'CVE-2020-14040', rule: 'GO-2020-0015' })
  expect(finding?.advisory).toBeUndefined()
})

test.each([
  ['https://www.cve.org/CVERecord?id=CVE-2024-21538', 'CVE-2024-21538'],
  ['https://github.com/advisories/GHSA-3xgq-45jq-v275', 'GHSA-3xgq-45jq-v275'],
  ['https://pkg.go.dev/vuln/GO-2020-0015', 'GO-2020-0015'],
])('a vulnerability that is only an address goes by the id in it: %s', async (address, id) => {
  const statement = {
    vulnerability: { '@id': address },
    status: 'not_affected',
    products: [{ '@id': 'pkg:npm/cross-spawn@7.0.3' }],
  }
  expect(await findingsOf({ '@context': CONTEXT, statements: [statement] })).toMatchObject([
    { title: `${id} in cross-spawn`, suppressed: true, advisory: { ids: [id.toUpperCase()] } },
  ])
})

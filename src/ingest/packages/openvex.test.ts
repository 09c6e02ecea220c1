import { expect, test } from 'vitest'

import { findingsOf, itemsOf } from '../testing.ts'

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

const log4j = (status: string, more: object, product = 'pkg:maven/org.shop/till@2.6.0') => ({
  vulnerability: { name: 'CVE-2021-44228' },
  products: [{ '@id': product, subcomponents: [{ '@id': 'pkg:maven/org.log/log4j@1' }] }],
  status,
  ...more,
})

test.each<[string, object, object]>([
  ['a later time', { timestamp: '2023-01-15T01:00:00Z' }, { timestamp: '2023-01-16T01:00:00Z' }],
  ['the time of the document', { timestamp: '2023-01-15T01:00:00.123456789-06:00' }, {}],
])('of statements about the same, that of %s counts', async (_, first, second) => {
  const statements = [log4j('not_affected', second), log4j('affected', first)]
  const timestamp = '2023-01-16T19:07:16.853479631-06:00'
  expect(await itemsOf({ '@context': CONTEXT, statements, timestamp })).toMatchObject([
    { kind: 'found', finding: { suppressed: true } },
    { kind: 'skipped', reason: 'overridden by a later statement of this report' },
  ])
})

test.each<[string, object]>([
  ['at the same time', log4j('fixed', {})],
  ['about another product', log4j('fixed', { timestamp: '2024-01-01T00:00:00Z' }, 'pkg:npm/shop')],
])('a statement %s overrides none', async (_, other) => {
  const statements = [log4j('affected', {}), other]
  const timestamp = '2023-01-16T00:00:00Z'
  const items = await itemsOf({ '@context': CONTEXT, timestamp, statements })
  expect(items[0]).toMatchObject({ kind: 'found', finding: { suppressed: false } })
  expect(items[1]).toMatchObject({ reason: 'status "fixed": no longer there' })
})

test('a product may be named by its CPE alone, and notes tell how its status was found', async () => {
  const statement = {
    vulnerability: { name: 'CVE-2021-44228' },
    status: 'under_investigation',
    status_notes: 'The vendor was asked.',
    products: [{ identifiers: { cpe23: 'cpe:2.3:a:apache:log4j:2.4:-:*:*:*:*:*:*' } }],
  }
  expect(await findingsOf({ '@context': CONTEXT, statements: [statement] })).toMatchObject([
    {
      title: 'CVE-2021-44228 in cpe:2.3:a:apache:log4j:2.4:-:*:*:*:*:*:*',
      description: 'The vendor was asked.',
    },
  ])
})

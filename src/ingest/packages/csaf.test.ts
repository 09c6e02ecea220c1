import { expect, test } from 'vitest'

import { findingsOf, itemsOf } from '../testing.ts'

const OLD = { category: 'csaf_vex', csaf_version: '2.0' }

const named = (id: string) => ({
  name: `Shop ${id}`,
  product_id: id,
  product_identification_helper: { purl: `pkg:npm/${id}@1.0.0` },
})
const product_tree = { full_product_names: ['shop', 'till', 'card'].map(named) }

test('each status of a product is read or counted, also a version that is only recommended', async () => {
  const product_status = { known_affected: ['shop'], recommended: ['till'], unheard_of: ['card'] }
  const vulnerabilities = [{ cve: 'CVE-2020-0001', product_status }]
  const items = await itemsOf({ document: OLD, product_tree, vulnerabilities })
  expect(items).toMatchObject([
    { kind: 'found', finding: { title: 'CVE-2020-0001 in shop' } },
    { kind: 'skipped', reason: 'status "recommended": not about what is wrong' },
    { kind: 'skipped', reason: 'a status that CSAF does not have', gap: true },
  ])
  expect(items[1]).not.toHaveProperty('gap')
})

test.each([
  ['the impact on the product', [{ details: 'Important', product_ids: ['shop'] }], 'HIGH'],
  ['the impact on all products', [{ details: 'critical' }], 'CRITICAL'],
  ['the impact on another product', [{ details: 'Important', product_ids: ['till'] }], 'LOW'],
  ['an impact in many words', [{ details: 'It is important.', product_ids: ['shop'] }], 'LOW'],
])('without a score, %s tells the severity, else the document’s', async (_, impacts, severity) => {
  const threats = impacts.map((one) => ({ category: 'impact', ...one }))
  const document = { ...OLD, aggregate_severity: { text: 'low' } }
  const product_status = { known_affected: ['shop'] }
  const vulnerabilities = [{ cve: 'CVE-2020-0001', product_status, threats }]
  expect(await findingsOf({ document, product_tree, vulnerabilities })).toMatchObject([
    { severity },
  ])
})

test('a vector is scored where a score has no number', async () => {
  const vectorString = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
  const scores = [{ cvss_v3: { vectorString }, products: ['shop'] }]
  const product_status = { known_affected: ['shop'] }
  const vulnerabilities = [{ cve: 'CVE-2020-0001', product_status, scores }]
  expect(await findingsOf({ document: OLD, product_tree, vulnerabilities })).toMatchObject([
    { severity: 'CRITICAL', evidence: { cvss: 9.8 } },
  ])
})

test('what is said of a group of products is said of those in it', async () => {
  const tree = { ...product_tree, product_groups: [{ group_id: 'small', product_ids: ['till'] }] }
  const remediations = [
    { category: 'vendor_fix', details: 'Update the till.', group_ids: ['small'] },
    {
      category: 'vendor_fix',
      details: 'Update the card.',
      group_ids: ['small'],
      product_ids: ['card'],
    },
  ]
  const product_status = { known_affected: ['shop', 'till', 'card'] }
  const vulnerabilities = [{ cve: 'CVE-2020-0001', product_status, remediations }]
  const findings = await findingsOf({ document: OLD, product_tree: tree, vulnerabilities })
  expect(findings.map(({ solution }) => solution)).toEqual([
    '',
    'Update the till.\n\nUpdate the card.',
    'Update the card.',
  ])
})

test('a part of a part is what it names in the end', async () => {
  const relationship = (id: string, part: string) => ({
    category: 'default_component_of',
    full_product_name: { name: `${part} as a part`, product_id: id },
    product_reference: part,
    relates_to_product_reference: 'till',
  })
  const relationships = [
    relationship('till:shop', 'shop'),
    relationship('el9:till:shop', 'till:shop'),
  ]
  const endless = [relationship('a', 'b'), relationship('b', 'a')]
  const tree = { ...product_tree, relationships: [...relationships, ...endless] }
  const product_status = { known_affected: ['el9:till:shop', 'a'] }
  const vulnerabilities = [{ cve: 'CVE-2020-0001', product_status }]
  const findings = await findingsOf({ document: OLD, product_tree: tree, vulnerabilities })
  expect(findings.map(({ title }) => title)).toEqual([
    'CVE-2020-0001 in shop',
    'CVE-2020-0001 in a',
  ])
})

test('why a product is not affected is kept', async () => {
  const flags = [{ label: 'vulnerable_code_not_present', product_ids: ['shop'] }]
  const product_status = { known_not_affected: ['shop', 'till'] }
  const vulnerabilities = [{ cve: 'CVE-2020-0001', product_status, flags }]
  const findings = await findingsOf({ document: OLD, product_tree, vulnerabilities })
  expect(findings.map(({ description }) => description)).toEqual([
    'Not affected: vulnerable code not present.',
    '',
  ])
})

test('a package that is a part of thousands of products is read once for each status', async () => {
  const ids = Array.from({ length: 3000 }, (_, i) => `el9-${i}:shop`)
  const relationships = ids.map((id) => ({
    category: 'default_component_of',
    full_product_name: { name: `shop as a part of ${id}`, product_id: id },
    product_reference: 'shop',
    relates_to_product_reference: id,
  }))
  const product_status = {
    known_affected: ids.slice(0, 1500),
    fixed: [...ids.slice(1500), 'till'],
    recommended: ids.slice(0, 2),
  }
  const vulnerabilities = [{ cve: 'CVE-2020-0001', product_status }]
  const tree = { ...product_tree, relationships }
  const items = await itemsOf({ document: OLD, product_tree: tree, vulnerabilities })
  const said = items.map((item) =>
    item.kind === 'found' ? item.finding.title : `${item.reason}: ${item.gone?.title ?? ''}`,
  )
  const counts = Object.entries(Object.groupBy(said, (one) => one))
  expect(counts.map(([one, all]) => [one, all?.length])).toEqual([
    ['CVE-2020-0001 in shop', 1],
    ['status "fixed": no longer there: CVE-2020-0001 in shop', 1],
    ['status "fixed": no longer there: CVE-2020-0001 in till', 1],
    ['status "recommended": not about what is wrong: ', 1],
    ['says the same of the same package again: ', 2999],
  ])
})

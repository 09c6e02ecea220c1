import fc from 'fast-check'
import { expect, test } from 'vitest'

import { advisory, advisoryOf } from './advisory.ts'
import { findingsOf, itemsOf } from './testing.ts'
import { sample } from './testing-samples.ts'

test.each<[string, readonly string[], string]>([
  ['its CVE', ['GHSA-p6mc-m468-83gw', 'CVE-2020-8203'], 'CVE-2020-8203'],
  ['its GHSA, where there is no CVE', ['x', 'GHSA-P6MC-M468-83GW'], 'GHSA-p6mc-m468-83gw'],
  ['what the tool calls it', ['', 'npm:1179'], 'npm:1179'],
  [
    'its own name, where it is about several CVEs',
    ['ALAS-1', 'CVE-2021-1111', 'CVE-2021-2222'],
    'ALAS-1',
  ],
  ['its own CVE among several', ['cve-2021-2222', 'CVE-2021-1111'], 'CVE-2021-2222'],
])('an advisory is known by %s', (_, ids, name) => {
  expect(advisoryOf(ids)).toBe(name)
})

test.each<[string, readonly string[], readonly string[] | null]>([
  [
    'lodash',
    ['cve-2020-8203', 'GHSA-p6mc-m468-83gw', 'npm:1'],
    ['CVE-2020-8203', 'GHSA-P6MC-M468-83GW'],
  ],
  ['openssl', ['CVE-2022-0778', 'DSA-5103-1'], ['CVE-2022-0778']],
  ['openssl', ['ALAS-2021-1', 'CVE-2021-1111', 'CVE-2021-2222'], null],
  ['', ['CVE-2020-8203'], null],
  ['x', ['npm:1179'], null],
])('%s with %j is joined by %j', (name, ids, joined) => {
  expect(advisory(name, ids)?.ids ?? null).toEqual(joined)
})

test('the ways to write a package’s name are one', () => {
  const keys = ['Jinja2', 'jinja2', 'ruamel_yaml', 'ruamel.yaml'].map(
    (name) => advisory(name, ['CVE-2020-0001'])?.package,
  )
  expect(keys).toEqual(['jinja2', 'jinja2', 'ruamel-yaml', 'ruamel-yaml'])
})

test('the order of aliases makes no difference', () => {
  const ids = fc.shuffledSubarray(['CVE-2020-8203', 'GHSA-p6mc-m468-83gw', 'PYSEC-2020-1', 'x'])
  fc.assert(
    fc.property(ids, (some) => {
      expect(advisory('a', some)).toEqual(advisory('a', some.toReversed()))
    }),
  )
})

test('every report of packages names advisories that join, but where the package is a guess', async () => {
  const names = ['trivy-image', 'grype', 'osv-scanner', 'cyclonedx-1.4', 'openvex', 'npm-audit-1']
  for (const name of names) {
    const [finding] = await findingsOf(sample(`by-hand/${name}.json`))
    expect(finding?.advisory?.ids).not.toHaveLength(0)
  }
  const [, second] = await findingsOf(
    sample('by-hand/dependency-check.json').replaceAll('pkg:maven', 'cpe:maven'),
  )
  expect(second?.advisory).toBeUndefined()
})

test('what a report says is gone is told with what it is', async () => {
  const gone = async (name: string) =>
    (await itemsOf(sample(name))).flatMap((item) =>
      item.kind === 'skipped' && item.gone !== undefined ? [item.gone.title] : [],
    )
  expect(await gone('by-hand/cyclonedx-1.4.json')).toHaveLength(1)
  expect(await gone('by-hand/openvex.json')).toHaveLength(1)
})

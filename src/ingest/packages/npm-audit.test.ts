import { expect, test } from 'vitest'

import { findingsOf } from '../testing.ts'

const advisory = (more: object) => ({
  id: 1108110,
  module_name: 'xlsx',
  severity: 'high',
  url: 'https://github.com/advisories/GHSA-4r6h-8v6p-xvw6',
  ...more,
})

test('a package that is installed in several versions has all of them', async () => {
  const installed = ['1.1.11', '2.0.1', '1.1.11'].map((version) => ({ version, paths: ['.>a'] }))
  const advisories = { 1108110: advisory({ findings: installed }) }
  expect(await findingsOf({ advisories, metadata: {} })).toMatchObject([
    { evidence: { affectedVersion: '1.1.11, 2.0.1' } },
  ])
})

test('to recommend "None" is to recommend nothing', async () => {
  const none = { recommendation: 'None', patched_versions: '<0.0.0' }
  const advisories = { 1108110: advisory(none) }
  expect(await findingsOf({ advisories, metadata: {} })).toMatchObject([{ solution: '' }])
})

import { expect, test } from 'vitest'

import { findingsOf } from '../testing.ts'

test('a check whose id is written in another way is still the same check', async () => {
  const findings = await Promise.all(
    [
      { ID: 'KSV014', AVDID: 'AVD-KSV-0014' },
      { ID: 'KSV014' },
      { ID: 'KSV-0014' },
      { ID: 'AVD-KSV-0014' },
    ].map(async (ids) => {
      const failed = { ...ids, Title: 'Root file system is not read-only', Status: 'FAIL' }
      const Results = [{ Target: 'app.yaml', Class: 'config', Misconfigurations: [failed] }]
      return findingsOf({ SchemaVersion: 2, Results })
    }),
  )
  const [[first] = []] = findings
  expect(first?.rule).toBe('KSV-0014')
  expect(new Set(findings.map(([one]) => one?.fingerprint)).size).toBe(1)
})

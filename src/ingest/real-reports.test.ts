import { expect, test } from 'vitest'

import { openReport } from './formats.ts'
import { sourceOf } from './spool.ts'
import { findingsOf } from './testing.ts'
import { sample } from './testing-samples.ts'

/** File, tool, how many of each severity, and the first finding in a line. */
const REAL: readonly (readonly [string, string, object, string])[] = [
  [
    'biome-node-serialize.sarif',
    'Biome',
    { HIGH: 5, MEDIUM: 24, LOW: 3 },
    'SAST lint/style/useTemplate: Prefer template literals over string concatenation (/tmp/scan/node-serialize/lib/serialize.js:75)',
  ],
  [
    'oxlint-node-serialize.sarif',
    'oxlint',
    { MEDIUM: 2 },
    'SAST eslint(no-eval): eval can be harmful (lib/serialize.js:75)',
  ],
  [
    'clang-hiredis.sarif',
    'clang',
    { MEDIUM: 10 },
    "SAST security.insecureAPI.DeprecatedOrUnsafeBufferHandling: Call to function 'memcpy' is insecure as it does not provide security checks introduced in the C11 standard (/tmp/scan/hiredis/deps/hiredis/read.c:68)",
  ],
  [
    'secretlint-settings.sarif',
    'secretlint',
    { HIGH: 4 },
    'SECRET @secretlint/secretlint-rule-preset-recommend > @secretlint/secretlint-rule-github: found GitHub Token(*****************************): **************************************** (leak/settings.py:1)',
  ],
  [
    'ansible-lint-site.sarif',
    'ansible-lint',
    { HIGH: 12 },
    'IAC name[play]: All plays should be named (site.yml:1)',
  ],
]

test.each(REAL)('%s is read whole', async (name, tool, severities, first) => {
  const findings = await findingsOf(sample(name))
  const counts = Object.entries(Object.groupBy(findings, (one) => one.severity))
  expect(Object.fromEntries(counts.map(([severity, some]) => [severity, some?.length]))).toEqual(
    severities,
  )
  const shown = findings.map(({ type, rule, title, evidence: { fileName, firstLine } }) => {
    return `${type} ${rule}: ${title} (${fileName}:${firstLine})`
  })
  expect(shown[0]).toBe(first)
  const report = await openReport(sourceOf(Buffer.from(sample(name))))
  expect(report).toMatchObject({ tool, expected: findings.length })
})

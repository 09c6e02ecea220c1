import { expect, test } from 'vitest'

import type { Severity } from '../../vulnerability/severity.ts'
import { findingsOf } from '../testing.ts'

test.each<[string, object, Severity]>([
  ['error', { properties: { Severity: 'error' } }, 'HIGH'],
  ['WARNING', { properties: { severity: 'WARNING' } }, 'MEDIUM'],
  ['Error', { properties: { Level: 'Error' } }, 'HIGH'],
  ['High', { properties: { Severity: 'High' } }, 'HIGH'],
  [
    'one that says less than the level',
    { level: 'error', properties: { Severity: 'note' } },
    'HIGH',
  ],
])('another format’s word %s counts where there is no level', async (_, result, severity) => {
  const rules = [{ id: 'R', defaultConfiguration: { level: 'note' } }]
  const results = [{ ruleId: 'R', message: { text: 'm' }, ...result }]
  const runs = [{ tool: { driver: { name: 'T', rules } }, results }]
  expect((await findingsOf({ runs }))[0]?.severity).toBe(severity)
})

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

test.each<[string, object, object, Severity]>([
  [
    'DevSkim’s word',
    { level: 'error', properties: { DevSkimSeverity: 'Critical' } },
    {},
    'CRITICAL',
  ],
  [
    'a word of DevSkim’s that is no severity',
    { level: 'note', properties: { DevSkimSeverity: 'ManualReview' } },
    {},
    'LOW',
  ],
  ['Qodana’s word', { level: 'warning', properties: { qodanaSeverity: 'High' } }, {}, 'HIGH'],
  ['Fortify’s word', { properties: { priority: 'Critical' } }, {}, 'CRITICAL'],
  ['PMD’s number', {}, { properties: { ruleset: 'Error Prone', priority: 1 } }, 'HIGH'],
  ['a number that may mean anything', {}, { properties: { priority: 1 } }, 'MEDIUM'],
  [
    'a number beside a level',
    { level: 'note' },
    { properties: { ruleset: 'R', priority: 1 } },
    'LOW',
  ],
  ['a severity in place of a level', { level: 'high' }, {}, 'HIGH'],
  ['Infer’s advice', { level: 'advice' }, {}, 'LOW'],
  ['what is for information', { level: 'info' }, {}, 'NOTIFICATION'],
  [
    'Dependency-Track’s score',
    { level: 'error', properties: { cvssV3BaseScore: '9.8' } },
    {},
    'CRITICAL',
  ],
  [
    'Dependency-Track’s rank',
    { level: 'error', properties: { cvssV3BaseScore: '', severityRank: '0' } },
    {},
    'CRITICAL',
  ],
  [
    'no rank where it is unassigned',
    { level: 'warning', properties: { cvssV3BaseScore: '', severityRank: '5' } },
    {},
    'MEDIUM',
  ],
  ['no score in place of one', { level: 'error', properties: { cvssV3BaseScore: '' } }, {}, 'HIGH'],
])('severity by %s', async (_, result, rule, severity) => {
  const rules = [{ id: 'R', ...rule }]
  const results = [{ ruleId: 'R', message: { text: 'm' }, ...result }]
  const runs = [{ tool: { driver: { name: 'T', rules } }, results }]
  expect((await findingsOf({ runs }))[0]?.severity).toBe(severity)
})

const ZERO = { 'security-severity': '0.0' }

test.each<[string, object, object, Severity]>([
  ['Trivy', { level: 'note' }, { properties: { ...ZERO, tags: ['UNKNOWN'] } }, 'MEDIUM'],
  [
    'Grype',
    { level: 'note' },
    { properties: ZERO, help: { text: 'Vulnerability X\nSeverity: unknown\nPackage: a' } },
    'MEDIUM',
  ],
  [
    'JFrog',
    { level: 'none', properties: { applicability: 'Not Covered' } },
    { properties: ZERO },
    'MEDIUM',
  ],
  [
    'Grype, which knows that it is negligible',
    { level: 'note' },
    { properties: ZERO, help: { text: 'Severity: negligible' } },
    'NOTIFICATION',
  ],
  ['another', { level: 'none' }, { properties: ZERO }, 'NOTIFICATION'],
])('no score in place of one by %s', async (_, result, rule, severity) => {
  const rules = [{ id: 'R', ...rule }]
  const results = [{ ruleId: 'R', message: { text: 'm' }, ...result }]
  const [finding] = await findingsOf({
    runs: [{ tool: { driver: { name: 'T', rules } }, results }],
  })
  expect(finding?.severity).toBe(severity)
  expect(finding?.evidence.cvss).toBe(severity === 'MEDIUM' ? undefined : 0)
})

test.each<[string, object, object, Severity]>([
  ['zizmor’s', { properties: { 'zizmor/severity': 'Low' } }, {}, 'LOW'],
  ['Contrast’s', { properties: { contrast_severity: 'Critical' } }, {}, 'CRITICAL'],
  [
    'Snyk’s, before its title',
    {},
    { shortDescription: { text: 'Low severity - Nothing is logged' } },
    'LOW',
  ],
  [
    'Orca’s, in the message',
    { message: { text: 'joblib (CVE-2022-21797)\n\nSeverity: CRITICAL\nInstalled version: 1' } },
    {},
    'CRITICAL',
  ],
  [
    'none, where the message only speaks of one',
    { message: { text: 'The log level is not shown.\nSeverity: CRITICAL is missing.' } },
    {},
    'HIGH',
  ],
  ['CodeQL’s, which is a level', { properties: { 'problem.severity': 'info' } }, {}, 'HIGH'],
])('before the level goes a tool’s own word: %s', async (_, result, rule, severity) => {
  const rules = [{ id: 'R', ...rule }]
  const results = [{ ruleId: 'R', level: 'error', message: { text: 'm' }, ...result }]
  const runs = [{ tool: { driver: { name: 'T', rules } }, results }]
  expect((await findingsOf({ runs }))[0]?.severity).toBe(severity)
})

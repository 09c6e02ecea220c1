import fc from 'fast-check'
import { expect, test } from 'vitest'

import { extraFields, wishedFields } from './fields.ts'
import { aMapping, aVulnerability, unsent } from './situation.fixture.ts'
import { CUT_MARK } from './text.ts'
import type { Vulnerability } from '../vulnerability/vulnerability.ts'

function wished(differences: Partial<Vulnerability>, lengths = aMapping.lengths) {
  const vulnerability = { ...aVulnerability, ...differences }
  return wishedFields(unsent({ vulnerability }), { ...aMapping, lengths })
}

test('the short description is exactly prefix, id and title', () => {
  expect(wished({})['short_description']).toBe('[CONVISO] 42 - SQL injection in login')
  expect(wished({ title: 'a\r\nb\tc' })['short_description']).toBe('[CONVISO] 42 - a b c')
})

test('a short description is cut to the length of the field', () => {
  const title = 'x'.repeat(300)
  expect(wished({ title })['short_description']).toBe(`[CONVISO] 42 - ${title}`.slice(0, 160))
  expect(wished({ title }, {})['short_description']).toHaveLength(160)
  expect(wished({ title }, { short_description: 80 })['short_description']).toHaveLength(80)
})

test('the description says all in plain text and ends with the way back', () => {
  expect(wished({})['description']).toBe(
    [
      'ID: 42\nType: SAST\nCategory: CWE-89\nAsset: shop\nSeverity: High',
      'Description:\nUser input reaches a query.',
      'Remediation:\nBind parameters.',
      'Reference:\nhttps://cwe.mitre.org/data/definitions/89.html',
      'File: src/login.js\nLine: 12',
      'Code:\ndb.query(sql)',
      'Open in Lockstep: https://lockstep.example/spa/vulnerabilities/42',
    ].join('\n\n'),
  )
})

test('a web finding shows its request, a dependency its versions', () => {
  const web = wished({
    type: 'WEB',
    evidence: { url: 'https://x.y/z', method: 'GET', request: 'GET /z' },
  })
  expect(web['description']).toContain('URL: https://x.y/z\nMethod: GET\n\nRequest:\nGET /z')
  const sca = wished({
    type: 'SCA',
    evidence: { package: 'left-pad', cve: 'CVE-2026-1', cvss: 9.8 },
  })
  expect(sca['description']).toContain('Package: left-pad\nCVE: CVE-2026-1\nCVSS: 9.8')
})

test('a long description is cut with a mark, and the link survives', () => {
  const description = wished({ description: 'y'.repeat(9000) })['description'] ?? ''
  expect(description).toHaveLength(4000)
  expect(description).toContain(CUT_MARK)
  expect(description).toMatch(/Open in Lockstep: https:\S+\/42$/)
})

test('whatever a report says, no field is longer than the instance takes', () => {
  const anyText = fc.string({ unit: 'binary', maxLength: 400 })
  fc.assert(
    fc.property(anyText, anyText, fc.nat(300), (title, description, length) => {
      const fields = wished(
        { title, description },
        { short_description: length, description: length },
      )
      expect(fields['short_description']?.length).toBeLessThanOrEqual(length)
      expect(fields['description']?.length).toBeLessThanOrEqual(length)
      expect(fields['description']?.isWellFormed()).toBe(true)
    }),
  )
})

test('a Notification has the priority of Low', () => {
  expect(wished({ severity: 'NOTIFICATION' })).toMatchObject({ impact: '3', urgency: '2' })
})

test('extra fields are filled and cut to their length', () => {
  const mapping = { ...aMapping, lengths: { close_notes: 10 } }
  const extras = { close_notes: '{actor}: {reason} {reason}', close_code: 'Known error' }
  expect(extraFields(unsent(), mapping, extras)).toEqual({
    close_notes: 'Ada: seen ',
    close_code: 'Known error',
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { openReport } from '../formats.ts'
import { ReportError } from '../report.ts'
import { sourceOf } from '../spool.ts'
import { findingsOf, itemsOf } from '../testing.ts'
import { sample } from '../testing-samples.ts'
import { XmlWalk } from './xml-walk.ts'

test('ZAP’s XML says what its JSON says', async () => {
  const [json] = await findingsOf(sample('by-hand/zap.json'))
  expect(await findingsOf(sample('by-hand/zap.xml'))).toEqual([json])
})

test('CycloneDX in XML is read like its JSON', async () => {
  const findings = await findingsOf(sample('by-hand/cyclonedx-1.5.xml'))
  expect(findings).toMatchObject([
    {
      tool: 'trivy',
      title: 'CVE-2020-8203 in lodash',
      severity: 'HIGH',
      category: 'CWE-1321',
      suppressed: true,
      evidence: { package: 'lodash', affectedVersion: '4.17.15', cvss: 7.4 },
    },
    { title: 'CVE-2020-8203 in org.acme/inner' },
  ])
  const [json] = await findingsOf(sample('by-hand/cyclonedx-1.4.json'))
  expect(findings[0]?.fingerprint).toBe(json?.fingerprint)
  const report = await openReport(sourceOf(Buffer.from(sample('by-hand/cyclonedx-1.5.xml'))))
  expect(report).toMatchObject({ format: 'CycloneDX XML 1.5', expected: 1 })
})

test('Burp’s XML is read, with its document type', async () => {
  expect(await findingsOf(sample('by-hand/burp.xml'))).toMatchObject([
    {
      tool: 'Burp',
      title: 'Cross-site scripting (reflected)',
      severity: 'HIGH',
      category: 'CWE-79',
      description:
        'The value of the q request parameter is copied into the document.\n\nReflected cross-site scripting arises when data is copied into the response.',
      evidence: {
        url: 'https://shop.example.com/search',
        method: 'GET',
        parameters: 'q parameter',
        request: 'GET /search?q=1 HTTP/1.1',
        response: 'HTTP/1.1 200 OK',
      },
    },
    { severity: 'NOTIFICATION' },
  ])
})

test('Burp’s references are addresses, and its details may be a list', async () => {
  const [finding] = await findingsOf(`<issues><issue><type>1</type><name>N</name>
    <references><![CDATA[<ul><li><a href="https://portswigger.net/a?b=1&amp;c=2">Academy</a></li>
      <li><a href="https://cwe.mitre.org/">CWE</a></li></ul>]]></references>
    <issueDetail>The page uses:</issueDetail>
    <issueDetailItems><issueDetailItem><![CDATA[<b>jquery</b> 1]]></issueDetailItem>
      <issueDetailItem>angular 2</issueDetailItem></issueDetailItems>
    <issueBackground><![CDATA[<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>]]>
    </issueBackground></issue></issues>`)
  expect(finding?.reference).toBe('https://portswigger.net/a?b=1&c=2\nhttps://cwe.mitre.org/')
  expect(finding?.description).toBe('The page uses:\n\n- jquery 1\n- angular 2\n\na b\nc')
})

test('issues of Burp’s extensions, which all are of one type, are told apart by their names', async () => {
  const issue = (name: string) =>
    `<issue><type>134217728</type><name>${name}</name><host>http://a</host><path>/</path></issue>`
  const findings = await findingsOf(
    `<issues>${issue('Old software')}${issue('Debug mode')}</issues>`,
  )
  expect(findings.map(({ rule }) => rule)).toEqual(['Old software', 'Debug mode'])
  expect(findings[0]?.fingerprint).not.toBe(findings[1]?.fingerprint)
})

const LAUGHS = `<?xml version="1.0"?><!DOCTYPE issues [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>
<issues><issue><name>&b;</name></issue></issues>`

test.each<[string, string, RegExp]>([
  ['entities of its own', LAUGHS, /declares entities of its own/],
  ['an entity nobody declared', '<issues><issue><type>&secret;</type></issue></issues>', /entity/i],
  ['a name of every object', '<issues><issue><type>&toString;</type></issue></issues>', /entity/i],
  ['nesting without end', `<issues>${'<a>'.repeat(300)}`, /nested deeper than 256/],
  ['a tag that does not fit', '<issues><issue></issues>', /line 1/],
  ['two roots', '<issues></issues><issues></issues>', /a second root.*line 1/],
  ['unknown XML', '<foo/>', /XML \(<foo>\)/],
  [
    'an inventory',
    '<bom><components><component bom-ref="a"><name>a</name></component></components></bom>',
    /no vulnerabilities/,
  ],
])('%s is refused', async (_, content, message) => {
  const failure = itemsOf(content)
  await expect(failure).rejects.toBeInstanceOf(ReportError)
  await expect(failure).rejects.toThrow(message)
})

test('an entry without end is refused before it fills the memory', () => {
  const walk = new XmlWalk(['a/b'])
  walk.push(Buffer.from('<a><b>'))
  const part = Buffer.alloc(1024 * 1024, 'x')
  expect(() => {
    for (let i = 0; i < 30; i++) walk.push(part)
  }).toThrow(/larger than 16 MB/)
})

test('elements without end are refused, whether anybody asked for them or not', () => {
  const walk = new XmlWalk(['a/b'], [], 1000)
  walk.push(Buffer.from(`<a>${'<c/>'.repeat(999)}`))
  expect(() => walk.push(Buffer.from('<c/>'))).toThrow(/more than 1,000 elements.*Split the scan/)
})

test('any text in any element is survived', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
      const escaped = text.replace(/[<>&]/g, (c) => `&#${c.charCodeAt(0)};`)
      const xml = sample('by-hand/zap.xml').replace(/>10038</, () => `>${escaped}<`)
      const outcome: unknown = await itemsOf(xml).catch((cause: unknown) => cause)
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ReportError)
    }),
    { numRuns: 100 },
  )
})

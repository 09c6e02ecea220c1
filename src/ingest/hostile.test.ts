import { expect, test } from 'vitest'

import { maskSecrets } from './mask.ts'
import { plainText } from './plain-text.ts'
import { ReportError } from './report.ts'
import { itemsOf } from './testing.ts'
import { JSON_SAMPLES, sample } from './testing-samples.ts'

const LONG = 20_000

/** Texts over which a careless pattern would take minutes. */
const SLOW: readonly (readonly [string, string])[] = [
  ['blanks', `a${' '.repeat(LONG)}b`],
  ['a heading of blanks', `# a${' '.repeat(LONG)}b`],
  ['lines of nothing', `line${' \t'.repeat(LONG / 2)}x`],
  ['line ends', '\n'.repeat(LONG)],
  ['brackets', '['.repeat(LONG)],
  ['tags', '<a'.repeat(LONG / 2)],
  ['CVEs', `(${'CVE-2020-1111'.repeat(LONG / 13)}`],
  ['half CVEs', 'CVE-'.repeat(LONG / 4)],
  ['dashes after a CVE', `CVE-2020-${'-'.repeat(LONG)}`],
  ['package URLs', 'pkg:a/'.repeat(LONG / 6)],
  ['packages', 'Package: '.repeat(LONG / 9)],
  ['a package in lines', 'Package: a\n'.repeat(LONG / 11)],
  ['quoted packages', "Package 'a".repeat(LONG / 10)],
  ['other names', '(also known as '.repeat(LONG / 15)],
  ['stars', '*'.repeat(LONG)],
  ['CWEs', 'cwe-'.repeat(LONG / 4)],
  ['slashes', '/'.repeat(LONG)],
  ['dots', '../'.repeat(LONG / 3)],
  ['percent signs', '%2f'.repeat(LONG / 3)],
  ['a long word', 'a1'.repeat(LONG / 2)],
  ['words with slashes', 'a1/'.repeat(LONG / 3)],
  ['braces', '{0}{{'.repeat(LONG / 5)],
  ['links', '[a](https:'.repeat(LONG / 10)],
  ['half a CVSS vector', `CVSS:3.1/${'AV:N/'.repeat(LONG / 5)}`],
  ['digits', '1'.repeat(LONG)],
  ['cookies', 'cookie '.repeat(LONG / 7)],
  ['passwords', 'password = "'.repeat(LONG / 12)],
  ['names of passwords', 'password'.repeat(LONG / 8)],
  ['paragraphs', '<p '.repeat(LONG / 3)],
]

test.each(SLOW)('%s everywhere take no time', async (_, text) => {
  const before = process.threadCpuUsage()
  for (const name of JSON_SAMPLES) {
    const content: unknown = JSON.parse(sample(name))
    await itemsOf(swapped(content, text)).catch(onlyReportErrors)
  }
  plainText(text)
  maskSecrets(text)
  const { user } = process.threadCpuUsage(before)
  // A tenth of it is what it takes; a pattern that tries all ways takes several times as long.
  expect(user / 1000).toBeLessThan(2500)
})

/** Every text that is longer than a word of the format. */
function swapped(value: unknown, text: string): unknown {
  if (typeof value === 'string') return value.length > 8 ? text : value
  if (Array.isArray(value)) return value.slice(0, 5).map((one) => swapped(one, text))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, swapped(one, text)]))
}

function onlyReportErrors(error: unknown): void {
  if (!(error instanceof ReportError)) throw error
}

const HARMFUL: readonly (readonly [string, () => string, RegExp])[] = [
  ['rules', () => sarif(`{"tool":{"driver":{"rules":[${many('{}', 50_001)}]}}}`), /50,000 rules/],
  ['runs', () => sarif(many('{}', 1001)), /1,000 runs/],
  ['one entry', () => sarif(`{"results":["${'x'.repeat(17e6)}"]}`), /larger than 16 MB/],
  ['nesting in an entry', () => sarif(`{"results":[${'['.repeat(300)}`), /deeper than 256/],
  [
    'attributes',
    () => `<issues ${Array.from({ length: 1001 }, (_, i) => `a${i}=""`).join(' ')}/>`,
    /more than 1000 attributes/,
  ],
  ['a comment', () => `<issues><!--${'x'.repeat(300_000)}--></issues>`, /Max buffer length/],
  [
    'a document type',
    () => `<!DOCTYPE a [${many('<!ELEMENT a (b)>', 5000, '')}]><issues/>`,
    /XML|buffer/,
  ],
  ['a name', () => `<issues><${'x'.repeat(300_000)}/></issues>`, /Max buffer length/],
]

test.each(HARMFUL)('%s without end are refused', async (_, content, message) => {
  const failure = itemsOf(content())
  await expect(failure).rejects.toBeInstanceOf(ReportError)
  await expect(failure).rejects.toThrow(message)
})

test('names of every object are names like others', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
  for (const name of JSON_SAMPLES) {
    for (const odd of names) {
      // Keys of maps, references, ids and words, wherever they stand.
      const text = sample(name).replace(
        /"(?:CVE|GHSA|pkg|HIGH|high|error|nvd|[A-Z]\d)[^"]*"/g,
        () => JSON.stringify(odd),
      )
      await itemsOf(text).catch(onlyReportErrors)
      await itemsOf(`{"__proto__":{"runs":[]},${text.trim().slice(1)}`).catch(onlyReportErrors)
    }
  }
  expect(Object.keys(Object.prototype)).toEqual([])
  expect({}).not.toHaveProperty('runs')
})

function sarif(runs: string): string {
  return `{"version":"2.1.0","runs":[${runs}]}`
}

function many(text: string, times: number, between = ','): string {
  return Array.from({ length: times }, () => text).join(between)
}

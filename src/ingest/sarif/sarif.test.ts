import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { openReport } from '../formats.ts'
import { ReportError } from '../report.ts'
import { sourceOf } from '../spool.ts'
import { findingsOf, itemsOf, itemsOfReport } from '../testing.ts'

const FLAWFINDER = readFileSync(
  new URL('../../../samples/flawfinder-kerberos.sarif', import.meta.url),
)
const ESLINT = readFileSync(
  new URL('../../../samples/eslint-node-serialize.sarif', import.meta.url),
)

test('a real Flawfinder report is read whole', async () => {
  const report = await openReport(sourceOf(FLAWFINDER))
  expect(report).toMatchObject({ tool: 'Flawfinder', format: 'SARIF 2.1.0', expected: 47 })
  const findings = await findingsOf(FLAWFINDER.toString())
  expect(findings).toHaveLength(47)
  expect(Object.groupBy(findings, (one) => one.severity)).toMatchObject({
    HIGH: { length: 5 },
    MEDIUM: { length: 2 },
    LOW: { length: 40 },
  })
  expect(findings.every((one) => /^CWE-\d+$/.test(one.category))).toBe(true)
  expect(findings[0]).toMatchObject({
    title: 'If format strings can be influenced by an attacker, they can be exploited (CWE-134)',
    reference: 'https://cwe.mitre.org/data/definitions/134.html',
    evidence: { fileName: 'lib/kerberos.cc', firstLine: 15 },
  })
})

test('a real ESLint report without fingerprints, snippets and CWEs is read whole', async () => {
  const findings = await findingsOf(ESLINT.toString())
  expect(findings).toHaveLength(26)
  expect(findings[0]).toMatchObject({ tool: 'ESLint', type: 'SAST', severity: 'MEDIUM' })
})

test('a report cut off at any byte is refused with the place', async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.nat(), async (first, at) => {
      const whole = Buffer.from((first ? FLAWFINDER : ESLINT).toString().trimEnd())
      const cut = whole.subarray(0, at % whole.length)
      const error: unknown = await read(cut).catch((cause: unknown) => cause)
      expect(error).toBeInstanceOf(ReportError)
      if (!(error instanceof ReportError)) return
      expect(error.where.offset).toBe(cut.length)
      expect(error.where.line).toBeGreaterThan(0)
    }),
    { numRuns: 200 },
  )
})

test('a damaged byte gives an error of the report or findings, never a crash', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(255), async (at, byte) => {
      const damaged = Buffer.from(ESLINT)
      damaged[at % damaged.length] = byte
      const outcome: unknown = await read(damaged).catch((cause: unknown) => cause)
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ReportError)
    }),
    { numRuns: 300 },
  )
})

test('any JSON in the place of runs, results, rules and fields is survived', async () => {
  const odd = fc.oneof(fc.jsonValue(), oddResult())
  await fc.assert(
    fc.asyncProperty(fc.array(odd, { maxLength: 5 }), odd, odd, async (results, driver, run) => {
      const tool = {
        driver: fc.stringify(driver).length % 2 ? driver : { name: 'T', rules: [driver] },
      }
      const runs = [{ tool, results }, run]
      const outcome: unknown = await itemsOf({ runs }).catch((cause: unknown) => cause)
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ReportError)
      else expect(outcome).toBeInstanceOf(Array)
    }),
    { numRuns: 500 },
  )
})

test('it makes no difference where the chunks of the file end', async () => {
  const whole = await itemsOf(FLAWFINDER.toString())
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5000 }), async (size) => {
      expect(await itemsOf(FLAWFINDER.toString(), size)).toEqual(whole)
    }),
    { numRuns: 20 },
  )
})

test('results in any order, and runs split in any way, give the same fingerprints', async () => {
  const sarif: { runs: [{ tool: object; results: object[] }] } = JSON.parse(FLAWFINDER.toString())
  const { tool, results } = sarif.runs[0]
  const names = async (of: object[]) =>
    (await findingsOf({ version: '2.1.0', runs: [{ results: of, tool }] })).map(
      (f) => f.fingerprint,
    )
  const whole = (await names(results)).toSorted()
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...results.keys()], { minLength: results.length }),
      fc.nat(results.length),
      async (order, at) => {
        const shuffled = order.map((i) => results[i] ?? {})
        const parts = [await names(shuffled.slice(0, at)), await names(shuffled.slice(at))]
        expect(parts.flat().toSorted()).toEqual(whole)
      },
    ),
    { numRuns: 20 },
  )
})

test('the tool may follow the results, and a byte order mark stand before all', async () => {
  const run = {
    results: [{ ruleIndex: 0, message: { text: 'm' } }],
    tool: { driver: { rules: [{ id: 'R', shortDescription: { text: 'Bad thing.' } }], name: 'T' } },
  }
  const [finding] = await findingsOf(`\uFEFF${JSON.stringify({ runs: [run] })}`)
  expect(finding).toMatchObject({ tool: 'T', rule: 'R', title: 'Bad thing' })
})

async function read(bytes: Uint8Array): Promise<number> {
  return (await itemsOfReport(await openReport(sourceOf(bytes)))).length
}

function oddResult() {
  const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(-1, '', [], {}, [{}], null))
  const names = ['ruleId', 'ruleIndex', 'rule', 'level', 'kind', 'message', 'locations', 'taxa']
  const more = [
    'suppressions',
    'fingerprints',
    'partialFingerprints',
    'properties',
    'fixes',
    'guid',
  ]
  return fc.record(Object.fromEntries([...names, ...more].map((name) => [name, value])), {
    requiredKeys: [],
  })
}

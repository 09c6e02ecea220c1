import { expect, test } from 'vitest'

import { openReport } from '../formats.ts'
import { sourceOf } from '../spool.ts'
import { itemsOf } from '../testing.ts'

const RUN = { tool: { driver: { name: 'Scanner' } } }
const RESULT = { ruleId: 'R', message: { text: 'm' } }
const FILE = { location: { uri: 'scan.results.sarif-external-properties' }, itemCount: 100 }

test.each<[string, object]>([
  [
    'in files of their own',
    { runs: [{ ...RUN, externalPropertyFileReferences: { results: [FILE] } }] },
  ],
  [
    'in such files for one of several runs',
    {
      runs: [
        { ...RUN, results: [RESULT] },
        { ...RUN, externalPropertyFileReferences: { results: [FILE] } },
      ],
    },
  ],
  ['behind the runs', { runs: [RUN], inlineExternalProperties: [{ results: [RESULT] }] }],
])('a report whose results stand %s is no scan that found nothing', async (_, content) => {
  await expect(itemsOf({ version: '2.1.0', ...content })).rejects.toThrow(
    /its results do not stand in its runs.*Have the scanner write them/,
  )
})

test('what else a run keeps in files of its own is done without', async () => {
  const elsewhere = { externalPropertyFileReferences: { artifacts: [FILE], results: [] } }
  const content = { version: '2.1.0', runs: [{ ...RUN, ...elsewhere, results: [RESULT] }] }
  expect(await itemsOf(content)).toHaveLength(1)
})

test.each<[string, object, RegExp | undefined]>([
  ['went well', { executionSuccessful: true }, undefined],
  ['failed', { executionSuccessful: false }, /^Scanner says that its run failed$/],
  ['does not say', {}, undefined],
])('a run that %s is told', async (_, invocation, failure) => {
  const driver = { name: 'Scanner' }
  const runs = [{ tool: { driver }, invocations: [invocation], results: [] }]
  const report = await openReport(sourceOf(Buffer.from(JSON.stringify({ runs }))))
  expect(report.failure ?? '').toMatch(failure ?? /^$/)
})

test('Nuclei does not say that its run went well', async () => {
  const run = {
    tool: { driver: { name: 'Nuclei' } },
    invocations: [{ executionSuccessful: false }],
  }
  const report = await openReport(sourceOf(Buffer.from(JSON.stringify({ runs: [run] }))))
  expect(report.failure).toBeUndefined()
})

test.each<[string, object]>([
  ['no runs', { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0' }],
  ['an empty list of runs', { version: '2.1.0', runs: [] }],
  ['null for runs', { version: '2.1.0', runs: null }],
  ['a run without results', { version: '2.1.0', runs: [{ tool: { driver: { name: 'T' } } }] }],
  ['null for results', { version: '2.1.0', runs: [{ results: null }] }],
])('a report with %s is one of nothing', async (_, content) => {
  expect(await itemsOf(content)).toEqual([])
})

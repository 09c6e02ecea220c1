import { expect, test } from 'vitest'

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

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { sendingWords, stateWords, summary } from './import-words.ts'
import type { Import } from './upload.ts'

const applied: Import = {
  id: 7,
  asset: { id: 3, name: 'Web shop' },
  tool: 'Flawfinder',
  format: 'SARIF 2.1.0',
  fileName: 'results.sarif',
  sizeBytes: 12_345_678,
  state: 'applied',
  readCount: 120,
  newCount: 100,
  againCount: 12,
  reopenedCount: 1,
  fixedCount: 0,
  skippedCount: 7,
  skipped: [
    { reason: 'is not a failure', count: 5 },
    { reason: 'repeats another result of this report', count: 2 },
  ],
  error: null,
  actor: { kind: 'api_key', name: 'Ada (key build)' },
  createdAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:01.000Z',
}

test('the summary says what became of every result, and where to look', () => {
  expect(summary(applied, 'https://lockstep.example.com')).toBe(
    [
      'Imported results.sarif into Web shop: 120 results of Flawfinder',
      '  100 new',
      '   12 found again',
      '    1 reopened',
      '    0 fixed',
      '    7 skipped',
      '    5 × is not a failure',
      '    2 × repeats another result of this report',
      'https://lockstep.example.com/spa/assets/3',
    ].join('\n'),
  )
})

test('a name cannot add a line to the summary', () => {
  const lines = (view: Import) => summary(view, 'http://x').split('\n').length
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const named = { ...applied, fileName: name, tool: name, asset: { id: 3, name } }
      expect(lines(named)).toBe(lines(applied))
    }),
  )
})

test('on the way it says how far it is', () => {
  expect(sendingWords(1_500_000, 12_345_678)).toBe('Sending: 1.5 of 12.3 MB')
  expect(stateWords({ ...applied, state: 'applying' })).toBe('Import 7: applying 120 results')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { sendingWords, stateWords, summary } from './import-words.ts'
import { anImport, anyName } from './import.fixture.ts'
import type { Import } from './upload.ts'

const applied = anImport({
  state: 'applied',
  readCount: 1_120,
  newCount: 1_100,
  againCount: 12,
  reopenedCount: 1,
  skippedCount: 7,
  skipped: [
    { reason: 'is not a failure', count: 5 },
    { reason: 'repeats another result of this report', count: 2 },
  ],
  finishedAt: '2026-01-01T00:00:01.000Z',
})
const words = (over: Partial<Import> = {}) =>
  summary({ ...applied, ...over }, 'https://lockstep.example.com').split('\n')

test('the summary says what became of every result, and where to look', () => {
  expect(words()).toEqual([
    'Imported results.sarif into Web shop: 1,120 results of Flawfinder',
    '  1,100 new',
    '     12 found again',
    '      1 reopened',
    '      0 fixed: without --scope an import only adds',
    '      7 skipped',
    '    5 × is not a failure',
    '    2 × repeats another result of this report',
    'It opens no ticket',
    'https://lockstep.example.com/spa/assets/3/imports/7',
  ])
})

test('a scan of a scope says what it closed, or why it closed nothing', () => {
  expect(words({ scope: 'main', fixedCount: 3 })).toEqual(
    expect.arrayContaining([
      'Imported results.sarif into Web shop: 1,120 results of Flawfinder, scope main',
      '      3 fixed',
    ]),
  )
  const closedNothingBecause = 'the report has no findings'
  expect(words({ scope: '', closedNothingBecause })).toContain(
    '      0 fixed: the report has no findings',
  )
  expect(words({ scope: '', fixedCount: 3, closedNothingBecause })).toContain(
    '      3 fixed, and no others: the report has no findings',
  )
})

const counts = { CRITICAL: 4, HIGH: 0, MEDIUM: 0, LOW: 4_808 }
const question = { asked: 'open', limit: 100, counts, sent: null, answeredBy: null } as const

test('tickets are counted by severity, and a question comes with where it is answered', () => {
  const one = { CRITICAL: 1, HIGH: 0, MEDIUM: 0, LOW: 0 }
  expect(words({ opensTickets: one })).toContain('It opens 1 ticket: 1 Critical')
  expect(words({ opensTickets: counts, question }).slice(-3)).toEqual([
    'It opens 4,812 tickets: 4 Critical, 4,808 Low',
    'That is more than the 100 that go out without a question: they are held. Say on this page which of them to send:',
    'https://lockstep.example.com/spa/assets/3/imports/7',
  ])
  const answered = { ...question, asked: 'answered' } as const
  expect(words({ opensTickets: counts, question: answered }).at(-2)).toMatch(/^It opens 4,812/)
})

test('a rehearsal never sounds as if something had happened', () => {
  const rehearsed = words({
    dryRun: true,
    state: 'rehearsed',
    opensTickets: counts,
    question,
    files: [...applied.files, ...applied.files],
  })
  expect(rehearsed[0]).toBe(
    'Rehearsed, nothing was changed: 2 files into Web shop: 1,120 results of Flawfinder. It would be:',
  )
  expect(rehearsed.slice(-3)).toEqual([
    'It would open 4,812 tickets: 4 Critical, 4,808 Low',
    expect.stringContaining('they would be held. --tickets send, hold or critical,high'),
    'https://lockstep.example.com/spa/assets/3',
  ])
})

test('a name cannot add a line to the summary', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      const named = { fileName: name, tool: name, scope: name, asset: { id: 3, name } }
      expect(words(named)).toHaveLength(words().length)
    }),
  )
})

test('on the way it says how far it is', () => {
  expect(sendingWords(1_500_000, 12_345_678)).toBe('Sending: 1.5 of 12.3 MB')
  expect(sendingWords(65_536, 96_100)).toBe('Sending: 66 of 96 kB')
  expect(stateWords({ ...applied, state: 'applying' })).toBe('Import 7: applying 1,120 results')
})

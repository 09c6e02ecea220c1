import fc from 'fast-check'

import type { Import } from './upload.ts'

/** An import that has just begun; tests say only what is different. */
export function anImport(over: Partial<Import> = {}): Import {
  return {
    id: 7,
    asset: { id: 3, name: 'Web shop' },
    tool: 'Flawfinder',
    format: 'SARIF 2.1.0',
    fileName: 'results.sarif',
    files: [{ name: 'results.sarif', format: 'SARIF 2.1.0', tool: 'Flawfinder' }],
    sizeBytes: 12_345_678,
    state: 'reading',
    scope: null,
    dryRun: false,
    readCount: 0,
    newCount: 0,
    againCount: 0,
    reopenedCount: 0,
    fixedCount: 0,
    skippedCount: 0,
    skipped: [],
    closedNothingBecause: null,
    opensTickets: { CRITICAL: 0, HIGH: 0, MEDIUM: 0, LOW: 0 },
    question: null,
    error: null,
    actor: { kind: 'api_key', name: 'Ada (key build)' },
    createdAt: '2026-01-01T00:00:00.000Z',
    finishedAt: null,
    ...over,
  }
}

/** Names as an enemy would give them: what ends a line or steers a terminal is likely, not rare. */
export const anyName = fc.string({
  unit: fc.constantFrom(
    '\n',
    '\r',
    '\u0085',
    '\u2028',
    '\u2029',
    '\u001b',
    '\u202e',
    'a',
    '\u{1f600}',
  ),
})

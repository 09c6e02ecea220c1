import { expect, test } from 'vitest'

import { contentOf } from '../vulnerability/content.ts'
import { findingsOf } from './testing.ts'
import { rowsOf } from './staged-row.ts'
import { on, report } from './import.fixture.ts'

const keyOf = (fingerprint: string) => `key of ${fingerprint}`

test('what is known is staged in a few words, all else whole', async () => {
  const [known, fresh] = await findingsOf(report([on('a.c', 3), on('b.c', 4)]))
  const items = [known!, fresh!].map((finding) => {
    return { kind: 'found', finding, line: 3, column: 0 } as const
  })
  const isKnown = (content: string) => content === contentOf(known!)
  const [few, whole] = rowsOf({ keyOf, isKnown })(items, 7)
  const { tool, fingerprint, suppressed } = known!
  expect(few).toEqual({
    ordinal: 7,
    tool,
    fingerprint,
    suppressed,
    line: 3,
    column: 0,
    content: contentOf(known!),
    gone: false,
    unchanged: true,
    descriptionHash: expect.stringMatching(/^[0-9a-f]{32}$/),
  })
  expect(whole).toMatchObject({ ...fresh, ordinal: 8, ticketKey: keyOf(fresh!.fingerprint) })
})

test('what its source says to be gone is staged whole, what is no finding not at all', async () => {
  const [finding] = await findingsOf(report([on('a.c', 3)]))
  const items = [
    { kind: 'skipped', reason: 'not an object' },
    { kind: 'skipped', reason: 'fixed', gone: finding! },
    { kind: 'skipped', reason: 'absent', gone: finding!, byScan: true },
  ] as const
  const rows = rowsOf({ keyOf, isKnown: () => true })(items, 0)
  expect(rows).toMatchObject([
    { ordinal: 1, gone: true, isVerdict: true, content: null },
    { ordinal: 2, gone: true, isVerdict: false, content: null },
  ])
})

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { temporaryFolder } from '../../test/support/folder.ts'
import { openReport } from './formats.ts'
import { ReportError } from './report.ts'
import { openSpool, sourceOf } from './spool.ts'

test.each<[string, string | Uint8Array, RegExp]>([
  ['nothing', '', /the file is empty/],
  ['only blanks', ' \n ', /the file is empty/],
  ['a web page', '<!DOCTYPE html><html>', /a web page/],
  ['Nessus', '<?xml version="1.0"?>\n<NessusClientData_v2/>', /XML \(a Nessus report\)/],
  ['unknown XML', '<foo/>', /XML \(<foo>\)/],
  ['a ZIP', 'PK\u0003\u0004', /a ZIP archive/],
  ['gzip', gzipSync('{}'), /a gzip archive/],
  ['UTF-16', Buffer.from('\uFEFF{}', 'utf16le'), /this is UTF-16.*Save it as UTF-8/],
  ['UTF-16 without a mark', Buffer.from('{"a":1}', 'utf16le'), /this is UTF-16/],
  ['plain text', 'No issues found', /neither JSON nor XML: it begins with "No issues found"/],
  ['a table', 'Plugin ID,CVE,Risk\n1,CVE-2020-1,High\n', /this looks like a table \(CSV\)/],
  [
    'words before a report',
    'Working... 100%\n{"runs":[]}',
    /"Working\.\.\. 100%" stands before .* -o/,
  ],
  [
    'log lines before it',
    '[main]\tINFO\tstarts\n[{"a":1}]',
    /"\[main\]\\tINFO\\tstarts" stands before/,
  ],
  ['a list of a word', '[true]', /a JSON list/],
  ['Snyk’s own JSON', '{"vulnerabilities":[],"packageManager":"npm"}', /Snyk.*snyk test --sarif/],
  ['SPDX', '{"spdxVersion":"SPDX-2.3"}', /an SPDX document/],
  ['a list', '[{"a":"x","b":{"c":1}}]', /a JSON list, but no .* \(it has "\*\.a", "\*\.b"\)/],
  ['other JSON', '{"a":1}', /no report of a known format \(it has "a"\)/],
  ['other JSON that is broken', '{"a":[1,}', /found "\}" where a value.*at a\[1\], byte 8/],
  ['old SARIF', '{"version":"1.0.0","runs":[]}', /SARIF 1\.0\.0, an older version/],
  ['JSON Lines', '{"runs":[]}\n{"runs":[]}', /more after the end.*byte 12, line 2.*JSON Lines/],
  ['a NUL', '{"runs":[\u0000]}', /a NUL byte.*at runs\[0\], byte 9/],
  ['runs that are no list', '{"runs":{}}', /a list \[ \] was expected here \(at runs, byte 8/],
  ['bad UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22]), /not UTF-8 \(byte 2, line 1\)/],
  ['bad UTF-8 on another line', Buffer.from('{\n\n"\xff"', 'latin1'), /\(byte 4, line 3\)/],
  ['UTF-8 cut in a letter', Buffer.from('{"é').subarray(0, 3), /not UTF-8 \(byte 2/],
])('%s is refused by name', async (_, content, message) => {
  const failure = (async () => openReport(sourceOf(Buffer.from(content))))()
  await expect(failure).rejects.toBeInstanceOf(ReportError)
  await expect(failure).rejects.toThrow(message)
})

test('letters of several bytes may end in any chunk, and the bad byte is found in any', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme' }),
      fc.integer({ min: 1, max: 7 }),
      async (text, size) => {
        const good = Buffer.from(`{"a":${JSON.stringify(text)}}`)
        expect(await all(good, size)).toEqual(good)
        const bad = Buffer.concat([good, Buffer.from([0xc3])])
        const failure: unknown = await all(Buffer.concat([bad, good]), size).catch(
          (error: unknown) => error,
        )
        expect(failure).toMatchObject({ where: { offset: good.length } })
      },
    ),
  )
})

test('a file on disk is read again from its start', async () => {
  const file = join(await temporaryFolder(), 'upload')
  await writeFile(file, `{"runs":[],"x":"${'y'.repeat(600_000)}"}`)
  const source = await openSpool(file)
  for (let i = 0; i < 2; i++) {
    let size = 0
    for await (const chunk of source.chunks()) size += chunk.length
    expect(size).toBe(source.size)
  }
  expect((await openReport(source)).expected).toBe(0)
})

async function all(bytes: Uint8Array, chunkSize: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of sourceOf(bytes, chunkSize).chunks()) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

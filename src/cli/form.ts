import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'

import type { Body } from './api.ts'
import type { ReportFile } from './report-file.ts'

/** The reports as one form, read while it is sent: nothing is held whole. */
export function reportForm(
  reports: readonly ReportFile[],
  boundary: string,
  onSent: (bytes: number) => void,
): Body {
  const parts = reports.map((report) => ({ ...report, head: head(boundary, report.path) }))
  const tail = Buffer.from(`--${boundary}--\r\n`)
  const size = parts.reduce((sum, part) => sum + part.head.length + part.size + 2, tail.length)
  async function* content(): AsyncGenerator<Buffer> {
    let sent = 0
    for (const part of parts) {
      yield part.head
      for await (const chunk of createReadStream(part.path)) {
        yield chunk
        sent += chunk.length
        onSent(sent)
      }
      yield Buffer.from('\r\n')
    }
    yield tail
  }
  const type = `multipart/form-data; boundary=${boundary}`
  return { type, size, content: Readable.from(content(), { objectMode: false }) }
}

function head(boundary: string, path: string): Buffer {
  return Buffer.from(
    [
      `--${boundary}`,
      `Content-Disposition: form-data; name="file"; filename="${fileName(path)}"`,
      'Content-Type: application/octet-stream',
      '',
      '',
    ].join('\r\n'),
  )
}

/** As browsers write it: what could end the name or its line is percent-encoded. */
function fileName(path: string): string {
  return basename(path)
    .slice(-200)
    .toWellFormed()
    .replace(/["\r\n]/g, encodeURIComponent)
}

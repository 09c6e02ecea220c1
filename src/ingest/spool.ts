import { isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'
import { checkFirstBytes } from './first-bytes.ts'
import { ReportError, type Source } from './report.ts'

export const MAX_REPORT_BYTES = 200 * 1024 * 1024
const CHUNK = 256 * 1024

/** The file an upload was written to, as a report that can be read again and again. */
export async function openSpool(file: string): Promise<Source> {
  await using handle = await open(file)
  const { size } = await handle.stat()
  if (size > MAX_REPORT_BYTES) {
    const mb = Math.ceil(size / 1024 / 1024)
    throw new ReportError(
      `the file has ${mb} MB, more than the 200 MB that are read`,
      'Split the scan, or have the scanner leave out the contents of files and code flows.',
    )
  }
  const head = Buffer.alloc(Math.min(size, 4096))
  await handle.read(head, 0, head.length, 0)
  checkFirstBytes(head)
  return { size, chunks: (raw) => chunks(file, raw) }
}

/** A report that is in memory already: for tests and small bodies. */
export function sourceOf(bytes: Uint8Array, chunkSize = CHUNK): Source {
  checkFirstBytes(bytes.subarray(0, 4096))
  return {
    size: bytes.length,
    // eslint-disable-next-line require-await
    async *chunks(raw) {
      const checked = new Utf8Check()
      const buffer = Buffer.alloc(Math.min(chunkSize, bytes.length))
      for (let i = 0; i < bytes.length; i += chunkSize) {
        const part = bytes.subarray(i, i + chunkSize)
        buffer.set(part)
        const chunk = buffer.subarray(0, part.length)
        yield raw ? chunk : checked.next(chunk)
      }
      checked.end()
    },
  }
}

async function* chunks(file: string, raw?: 'raw'): AsyncGenerator<Uint8Array> {
  await using handle = await open(file)
  const checked = new Utf8Check()
  const buffer = Buffer.allocUnsafeSlow(CHUNK)
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, CHUNK)
    if (bytesRead === 0) break
    const chunk = buffer.subarray(0, bytesRead)
    yield raw ? chunk : checked.next(chunk)
  }
  checked.end()
}

/** Lets UTF-8 through and nothing else; takes a byte order mark off. */
class Utf8Check {
  #offset = 0
  #rest: Uint8Array = new Uint8Array()

  next(chunk: Uint8Array): Uint8Array {
    const joined = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const whole = wholeCharacters(joined)
    if (!isUtf8(whole)) throw notUtf8(this.#offset - this.#rest.length + badByte(whole))
    this.#rest = new Uint8Array(joined.subarray(whole.length))
    const isFirst = this.#offset === 0
    this.#offset += chunk.length
    if (isFirst && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) {
      return Buffer.concat([Buffer.from('   '), chunk.subarray(3)])
    }
    return chunk
  }

  end(): void {
    if (this.#rest.length > 0) throw notUtf8(this.#offset - this.#rest.length)
  }
}

/** Without the bytes of a character that the next chunk ends. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return length > back ? bytes.subarray(0, bytes.length - back) : bytes
  }
  return bytes
}

function badByte(bytes: Uint8Array): number {
  let low = 0
  let high = bytes.length
  // Every prefix up to the bad byte is UTF-8 but for a cut last character.
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (isUtf8(wholeCharacters(bytes.subarray(0, middle)))) low = middle
    else high = middle - 1
  }
  return wholeCharacters(bytes.subarray(0, low)).length
}

function notUtf8(offset: number): ReportError {
  // Unless it is told otherwise, Burp writes the bytes of responses as they came.
  const advice = 'Save the report as UTF-8; have Burp encode requests and responses in base64.'
  return new ReportError('a byte that is not UTF-8', advice, { offset })
}

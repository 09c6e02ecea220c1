import { itemsIn, learn, type Reading } from './json-report.ts'
import { JsonWalk, type Taken } from './json-walk.ts'
import { ReportError, type Item, type Report, type Source } from './report.ts'
import { checkResults } from './room.ts'

/** JSON Lines: each line is an entry. */
export async function readJsonLines(source: Source, reading: Reading): Promise<Report> {
  let expected = 0
  for await (const entries of lines(source)) {
    expected += entries.length
    checkResults(expected)
    learn(reading, entries)
  }
  return { ...reading.describe(), expected, items: () => itemsOfLines(source, reading) }
}

async function* itemsOfLines(source: Source, reading: Reading): AsyncGenerator<readonly Item[]> {
  for await (const entries of lines(source)) yield itemsIn(reading, entries)
}

async function* lines(source: Source): AsyncGenerator<readonly Taken[]> {
  let line = new Line(0)
  let offset = 0
  for await (const chunk of source.chunks()) {
    const ended: Taken[] = []
    let from = 0
    for (;;) {
      if (!line.hasText && chunk[from] === 0x0a) {
        // Two hundred million of them must not take minutes.
        while (chunk[from] === 0x0a) from++
        line.moveTo(offset + from)
      }
      const at = chunk.indexOf(0x0a, from)
      if (at === -1) break
      line.push(chunk.subarray(from, at))
      ended.push(...line.end())
      from = at + 1
      if (line.hasText) line = new Line(offset + from)
      else line.moveTo(offset + from)
    }
    line.push(chunk.subarray(from))
    offset += chunk.length
    yield ended
  }
  yield line.end()
}

/** One line on its way; what is wrong with it is told by its place in the file. */
class Line {
  #offset: number
  readonly #walk = new JsonWalk({ take: [''] })
  #isBlank = true
  /** A comma at its end, with the blanks behind: nuclei 3.3 writes one, and it says nothing. */
  #held: Uint8Array = new Uint8Array()
  readonly #taken: Taken[] = []

  constructor(offset: number) {
    this.#offset = offset
  }

  get hasText(): boolean {
    return !this.#isBlank
  }

  /** A blank one serves for the next. */
  moveTo(offset: number): void {
    this.#offset = offset
  }

  push(bytes: Uint8Array): void {
    this.#isBlank &&= bytes.every(isBlank)
    if (this.#isBlank || bytes.length === 0) return
    const own = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes])
    const end = endOf(own)
    this.#held = new Uint8Array(own.subarray(end))
    this.#placed(() => this.#taken.push(...this.#walk.push(own.subarray(0, end))))
  }

  end(): readonly Taken[] {
    if (!this.#isBlank) this.#placed(() => this.#taken.push(...this.#walk.end()))
    return this.#taken
  }

  #placed(act: () => void): void {
    try {
      act()
    } catch (error) {
      if (!(error instanceof ReportError)) throw error
      const offset = this.#offset + (error.where.offset ?? 0)
      throw new ReportError(error.problem, error.advice, { ...error.where, offset })
    }
  }
}

/** More blanks than any line ends with are not held: they would be copied with each chunk. */
const MAX_BLANKS = 100

/** Where a comma stands that only blanks follow; else the length. */
function endOf(bytes: Uint8Array): number {
  let last = bytes.length - 1
  while (last >= 0 && last > bytes.length - MAX_BLANKS && isBlank(bytes[last]!)) last--
  return bytes[last] === 0x2c ? last : bytes.length
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0d || byte === 0x09
}

import { JsonSkim } from './json-skim.ts'

/** What is told while a text goes by. Places are positions in the current chunk. */
export interface JsonListener {
  /** A value begins with `byte`; for a list or object its inside follows. */
  starts(byte: number, at: number): void
  opens(isList: boolean): void
  /**
   * Whether only the end of what has just been opened is to be found: whoever says so has JSON.parse
   * read all of it, and believes nothing of it before.
   */
  skims?(): boolean
  ends(after: number): void
  /** A key, as the bytes between its quotes; `before` are those of earlier chunks. */
  key(before: string, from: number, to: number): void
  fail(problem: string, at: number, advice?: string): Error
}

const MAX_DEPTH = 256
const MAX_TOKEN_BYTES = 64 * 1024

// What may come next.
const VALUE = 0
const VALUE_OR_END = 1
const KEY = 2
const KEY_OR_END = 3
const COLON = 4
const COMMA_OR_END = 5
const IN_STRING = 6
const ESCAPED = 7
const IN_HEX = 8
const IN_NUMBER = 9
const IN_WORD = 10
const DONE = 11
const SKIM = 12

const EXPECTED: readonly string[] = [
  'a value',
  'a value or ]',
  'a key in quotes',
  'a key in quotes or }',
  'a colon',
  'a comma or the end of the list or object',
]
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** The grammar of JSON, byte by byte: what it accepts is what JSON.parse accepts (the test holds it to that). */
export class JsonGrammar {
  depth = 0
  readonly #isList: boolean[] = [false]
  readonly #listener: JsonListener
  #chunk: Buffer = Buffer.alloc(0)
  #state = VALUE
  #isKey = false
  #tokenFrom = 0
  /** The part of the present key, number or word that earlier chunks held. */
  #token = ''
  #hexLeft = 0
  readonly #skim = new JsonSkim()

  constructor(listener: JsonListener) {
    this.#listener = listener
  }

  isList(depth: number): boolean {
    return this.#isList[depth] === true
  }

  push(chunk: Buffer): void {
    this.#chunk = chunk
    this.#tokenFrom = 0
    let i = 0
    while (i < chunk.length) i = this.#step(chunk, i)
    const inKey = this.#isKey && this.#state >= IN_STRING && this.#state <= IN_HEX
    if (!inKey && this.#state !== IN_NUMBER && this.#state !== IN_WORD) return
    this.#token += chunk.toString('latin1', this.#tokenFrom, chunk.length)
    if (this.#token.length > MAX_TOKEN_BYTES) {
      throw this.#listener.fail(`a key or number longer than ${MAX_TOKEN_BYTES} bytes`, 0)
    }
  }

  end(): void {
    this.#chunk = Buffer.alloc(0)
    this.#tokenFrom = 0
    if (this.depth === 0 && this.#state === IN_NUMBER) this.#endNumber(0)
    else if (this.depth === 0 && this.#state === IN_WORD) this.#endWord(0)
    if (this.#state === DONE) return
    const advice = 'It was cut off: make the report or upload it again.'
    throw this.#listener.fail('the file ends too early', 0, advice)
  }

  #step(chunk: Buffer, i: number): number {
    switch (this.#state) {
      case IN_STRING:
        return this.#inString(chunk, i)
      case ESCAPED:
        return this.#escaped(chunk[i]!, i)
      case IN_HEX:
        if (!isHex(chunk[i]!)) throw this.#unexpected(chunk[i]!, i, 'a hexadecimal digit')
        if (--this.#hexLeft === 0) this.#state = IN_STRING
        return i + 1
      case IN_NUMBER:
        return this.#inNumber(chunk, i)
      case IN_WORD:
        return this.#inWord(chunk, i)
      case SKIM:
        return this.#skimmed(chunk, i)
      default:
        return this.#between(chunk, i)
    }
  }

  #between(chunk: Buffer, start: number): number {
    let i = start
    while (isSpace(chunk[i]!)) if (++i === chunk.length) return i
    const byte = chunk[i]!
    switch (this.#state) {
      case VALUE:
        return this.#value(byte, i)
      case VALUE_OR_END:
        return byte === 0x5d ? this.#close(i) : this.#value(byte, i)
      case KEY_OR_END:
        return byte === 0x7d ? this.#close(i) : this.#openKey(byte, i)
      case KEY:
        return this.#openKey(byte, i)
      case COLON:
        if (byte !== 0x3a) throw this.#unexpected(byte, i)
        this.#state = VALUE
        return i + 1
      case COMMA_OR_END:
        return this.#commaOrEnd(byte, i)
      default:
        throw this.#listener.fail(
          'there is more after the end of the JSON',
          i,
          'If these are JSON Lines, have the scanner write one JSON document instead.',
        )
    }
  }

  #commaOrEnd(byte: number, i: number): number {
    const list = this.#isList[this.depth]
    if (byte === (list ? 0x5d : 0x7d)) return this.#close(i)
    if (byte !== 0x2c) throw this.#unexpected(byte, i)
    this.#state = list ? VALUE : KEY
    return i + 1
  }

  #openKey(byte: number, i: number): number {
    if (byte !== 0x22) throw this.#unexpected(byte, i)
    this.#isKey = true
    this.#state = IN_STRING
    this.#startToken(i + 1)
    return i + 1
  }

  #value(byte: number, i: number): number {
    this.#listener.starts(byte, i)
    if (byte === 0x7b || byte === 0x5b) return this.#open(byte === 0x5b, i)
    this.#startToken(i)
    this.#isKey = false
    if (byte === 0x22) this.#state = IN_STRING
    else if (byte === 0x2d || isDigit(byte)) this.#state = IN_NUMBER
    else if (byte === 0x74 || byte === 0x66 || byte === 0x6e) this.#state = IN_WORD
    else throw this.#unexpected(byte, i)
    return i + 1
  }

  #open(isList: boolean, i: number): number {
    if (this.depth === MAX_DEPTH) throw this.#tooDeep(i)
    this.#isList[++this.depth] = isList
    this.#state = isList ? VALUE_OR_END : KEY_OR_END
    this.#listener.opens(isList)
    if (this.#listener.skims?.() === true) {
      this.#state = SKIM
      this.#skim.begin(MAX_DEPTH - this.depth)
    }
    return i + 1
  }

  #skimmed(chunk: Buffer, i: number): number {
    const at = this.#skim.push(chunk, i)
    if (this.#skim.isTooDeep) throw this.#tooDeep(at)
    return this.#skim.isOver ? this.#close(at) : at
  }

  #tooDeep(i: number): Error {
    const advice = 'No scanner writes that: the file is broken or made to do harm.'
    return this.#listener.fail(`lists and objects nested deeper than ${MAX_DEPTH}`, i, advice)
  }

  #close(i: number): number {
    this.depth--
    return this.#ended(i + 1)
  }

  #ended(after: number): number {
    this.#state = this.depth === 0 ? DONE : COMMA_OR_END
    this.#listener.ends(after)
    return after
  }

  #startToken(from: number): void {
    this.#tokenFrom = from
    this.#token = ''
  }

  #inString(chunk: Buffer, start: number): number {
    for (let i = start; i < chunk.length; i++) {
      const byte = chunk[i]!
      if (byte === 0x22) return this.#endString(i)
      if (byte === 0x5c) {
        this.#state = ESCAPED
        return i + 1
      }
      if (byte < 0x20) throw this.#unexpected(byte, i, 'the rest of a text')
    }
    return chunk.length
  }

  #endString(i: number): number {
    if (!this.#isKey) return this.#ended(i + 1)
    this.#state = COLON
    this.#listener.key(this.#token, this.#tokenFrom, i)
    return i + 1
  }

  #escaped(byte: number, i: number): number {
    if (byte === 0x75) {
      this.#hexLeft = 4
      this.#state = IN_HEX
    } else if (byte < 0x80 && '"\\/bfnrt'.includes(String.fromCharCode(byte))) {
      this.#state = IN_STRING
    } else throw this.#unexpected(byte, i, 'one of "\\/bfnrtu after a backslash')
    return i + 1
  }

  #inNumber(chunk: Buffer, start: number): number {
    let i = start
    while (i < chunk.length && isNumeric(chunk[i]!)) i++
    return i < chunk.length ? this.#endNumber(i) : i
  }

  #endNumber(i: number): number {
    const text = this.#token + this.#chunk.toString('latin1', this.#tokenFrom, i)
    if (NUMBER.test(text)) return this.#ended(i)
    throw this.#listener.fail(`"${text.slice(0, 40)}" is not a number`, i - text.length)
  }

  #inWord(chunk: Buffer, start: number): number {
    let i = start
    while (i < chunk.length && chunk[i]! >= 0x61 && chunk[i]! <= 0x7a) i++
    return i < chunk.length ? this.#endWord(i) : i
  }

  #endWord(i: number): number {
    const text = this.#token + this.#chunk.toString('latin1', this.#tokenFrom, i)
    if (text === 'true' || text === 'false' || text === 'null') return this.#ended(i)
    throw this.#listener.fail(`"${text.slice(0, 40)}" is not a JSON value`, i - text.length)
  }

  #unexpected(byte: number, i: number, expected = EXPECTED[this.#state] ?? 'JSON'): Error {
    return this.#listener.fail(`found ${named(byte)} where ${expected} was expected`, i)
  }
}

function named(byte: number): string {
  if (byte === 0) return 'a NUL byte'
  if (byte === 0x0a || byte === 0x0d) return 'a line end'
  if (byte > 0x20 && byte < 0x7f) return `"${String.fromCharCode(byte)}"`
  return `byte 0x${byte.toString(16).padStart(2, '0')}`
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

/** Any byte a number may hold: `+ - . E e` and digits. */
function isNumeric(byte: number): boolean {
  return isDigit(byte) || byte === 0x2b || byte === 0x2d || byte === 0x2e || (byte | 0x20) === 0x65
}

function isHex(byte: number): boolean {
  const lower = byte | 0x20
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66)
}

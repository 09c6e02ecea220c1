import { JsonGrammar, type JsonListener } from './json-grammar.ts'
import { pathTree, type PathChoice, type PathNode } from './json-paths.ts'
import { ReportError } from './report.ts'

export interface Taken {
  readonly pattern: string
  /** The positions in the lists on the way: `[0, 41]` for `runs[0].results[41]`. */
  readonly indexes: readonly number[]
  readonly path: string
  readonly offset: number
  readonly value: unknown
}

const MAX_VALUE_BYTES = 16 * 1024 * 1024
const MAX_ROOT_KEYS = 50
const REPAIR = 'The JSON is broken: have the scanner make the report again.'

/**
 * Walks a JSON text of any size and gives the values at the chosen paths, in memory for one such
 * value. It only finds where they begin and end and leaves making them to JSON.parse, which takes
 * half the time of a parser that streams tokens.
 */
export class JsonWalk implements JsonListener {
  readonly counts = new Map<string, number>()
  readonly rootKeys: string[] = []
  rootKind: 'list' | 'object' | 'value' = 'value'
  readonly #grammar = new JsonGrammar(this)
  readonly #root: PathNode
  #offset = 0
  #chunk: Buffer = Buffer.alloc(0)
  // By depth. A key stays a place in the chunk until it is asked for or the chunk goes.
  readonly #index: number[] = [0]
  readonly #nodes: (PathNode | undefined)[] = [undefined]
  readonly #keyFrom: number[] = [0]
  readonly #keyTo: number[] = [0]
  readonly #keyText: (string | undefined)[] = ['']
  #met: PathNode | undefined
  #taking: PathNode | undefined
  #takenDepth = 0
  #takenAt = 0
  #takenFrom = 0
  #held: Uint8Array[] = []
  #heldBytes = 0
  #taken: Taken[] = []

  constructor(choice: PathChoice) {
    this.#root = pathTree(choice)
  }

  /** Walks on. What it needs of the bytes for later it copies. */
  push(bytes: Uint8Array): Taken[] {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#chunk = chunk
    this.#taken = []
    this.#takenFrom = 0
    this.#grammar.push(chunk)
    for (let depth = 1; depth <= this.#grammar.depth; depth++) this.#key(depth)
    if (this.#taking !== undefined) this.#hold(Buffer.from(chunk.subarray(this.#takenFrom)))
    this.#offset += chunk.length
    return this.#taken
  }

  /** Gives what only the end of the text could end, such as a bare number. */
  end(): Taken[] {
    this.#chunk = Buffer.alloc(0)
    this.#taken = []
    this.#takenFrom = 0
    this.#grammar.end()
    return this.#taken
  }

  starts(byte: number, at: number): void {
    const { depth } = this.#grammar
    if (this.#grammar.isList(depth)) this.#index[depth]!++
    const node = this.#nodeHere(depth)
    this.#met = node
    if (depth === 0) this.rootKind = byte === 0x7b ? 'object' : byte === 0x5b ? 'list' : 'value'
    if (node === undefined) return
    this.#checkKind(node, byte, at)
    if (node.count) this.counts.set(node.pattern, (this.counts.get(node.pattern) ?? 0) + 1)
    if (!node.take) return
    this.#taking = node
    this.#takenDepth = depth
    this.#takenAt = this.#offset + at
    this.#takenFrom = at
  }

  opens(): void {
    const { depth } = this.#grammar
    this.#index[depth] = -1
    this.#nodes[depth] = this.#taking === undefined ? this.#met : undefined
    this.#keyText[depth] = ''
  }

  skims(): boolean {
    return this.#met?.skim === true
  }

  ends(after: number): void {
    const node = this.#taking
    if (node === undefined || this.#grammar.depth !== this.#takenDepth) return
    const last = this.#chunk.subarray(this.#takenFrom, after)
    this.#hold(last)
    const bytes = this.#held.length === 1 ? last : Buffer.concat(this.#held)
    this.#held = []
    this.#heldBytes = 0
    this.#taking = undefined
    const value = this.#parse(bytes)
    this.#taken.push({
      pattern: node.pattern,
      indexes: this.#indexes(),
      path: this.#path(),
      offset: this.#takenAt,
      value,
    })
  }

  key(before: string, from: number, to: number): void {
    const { depth } = this.#grammar
    this.#keyFrom[depth] = from
    this.#keyTo[depth] = to
    const text = before === '' ? undefined : before + this.#chunk.toString('latin1', from, to)
    this.#keyText[depth] = text === undefined ? undefined : textOfKey(text)
    if (depth === 1 && this.rootKeys.length < MAX_ROOT_KEYS) this.rootKeys.push(this.#key(1))
  }

  fail(problem: string, at: number, advice = REPAIR): ReportError {
    return new ReportError(problem, advice, { path: this.#path(), offset: this.#offset + at })
  }

  #nodeHere(depth: number): PathNode | undefined {
    if (this.#taking !== undefined) return undefined
    if (depth === 0) return this.#root
    const parent = this.#nodes[depth]
    if (parent === undefined) return undefined
    return this.#grammar.isList(depth)
      ? parent.each
      : (parent.fields.get(this.#key(depth)) ?? parent.any)
  }

  #checkKind(node: PathNode, byte: number, at: number): void {
    // Null is an absence, and what begins no value at all is the grammar's to refuse.
    if (node.expect === undefined || !/[[{"\-0-9tf]/.test(String.fromCharCode(byte))) return
    if (byte === 0x5b && node.expect !== 'object') return
    if (byte === 0x7b && node.expect !== 'list') return
    const wanted = node.expect === 'object' ? 'an object { }' : 'a list [ ]'
    throw this.fail(`${wanted} was expected here`, at, 'Check the tool that wrote the file.')
  }

  /** Only what was skimmed can be wrong here; who walks anew without skimming learns where. */
  #parse(bytes: Buffer): unknown {
    try {
      return JSON.parse(bytes.toString('utf8'))
    } catch {
      throw this.fail('this is no JSON', this.#takenAt - this.#offset)
    }
  }

  #hold(part: Uint8Array): void {
    this.#held.push(part)
    this.#heldBytes += part.length
    if (this.#heldBytes <= MAX_VALUE_BYTES) return
    const advice = 'Have the scanner leave out the contents of files and code flows.'
    throw this.fail('one entry is larger than 16 MB', 0, advice)
  }

  #key(depth: number): string {
    const known = this.#keyText[depth]
    if (known !== undefined) return known
    const text = textOfKey(this.#chunk.toString('latin1', this.#keyFrom[depth], this.#keyTo[depth]))
    this.#keyText[depth] = text
    return text
  }

  #indexes(): number[] {
    const indexes: number[] = []
    for (let depth = 1; depth <= this.#grammar.depth; depth++) {
      if (this.#grammar.isList(depth)) indexes.push(this.#index[depth]!)
    }
    return indexes
  }

  #path(): string {
    let path = ''
    for (let depth = 1; depth <= this.#grammar.depth; depth++) {
      if (this.#grammar.isList(depth)) path += `[${Math.max(this.#index[depth]!, 0)}]`
      else if (this.#key(depth) !== '') path += (path === '' ? '' : '.') + shown(this.#key(depth))
    }
    return path
  }
}

/** A key was cut from the bytes as Latin-1, which loses nothing and costs least. */
function textOfKey(latin1: string): string {
  const text = Buffer.from(latin1, 'latin1').toString('utf8')
  return text.includes('\\') ? String(JSON.parse(`"${text}"`)) : text
}

function shown(key: string): string {
  const short = key.length > 60 ? `${key.slice(0, 60)}…` : key
  return /^[\w$-]+…?$/.test(short) ? short : JSON.stringify(short)
}

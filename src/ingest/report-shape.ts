import { JsonGrammar, type JsonListener } from './json-grammar.ts'
import { JsonWalk } from './json-walk.ts'
import type { Shape, Source } from './report.ts'

const HEAD_BYTES = 64 * 1024
/** A document type stands in front of the root; more than this is made to cost time. */
const XML_HEAD = 16 * 1024
const MAX_LEVELS = 3
const MAX_KEYS = 500

/** The shape as the beginning of the file has it, which nearly always suffices. */
export async function shapeOfHead(source: Source): Promise<Shape> {
  const head: Uint8Array[] = []
  let size = 0
  for await (const chunk of source.chunks()) {
    head.push(Buffer.from(chunk.subarray(0, HEAD_BYTES - size)))
    size += chunk.length
    if (size >= HEAD_BYTES) break
  }
  return shapeOf(Buffer.concat(head))
}

/** The whole file, for keys that stand far behind; only at the top. Throws where it is no JSON. */
export async function shapeOfWhole(source: Source, head: Shape): Promise<Shape> {
  const walk = new JsonWalk({ take: [] })
  for await (const chunk of source.chunks()) walk.push(chunk)
  walk.end()
  return { kind: walk.rootKind, keys: new Set([...head.keys, ...walk.rootKeys]) }
}

function shapeOf(head: Buffer): Shape {
  const text = head.toString('utf8').trimStart()
  if (text.startsWith('<')) return { kind: 'xml', keys: rootOf(text.slice(0, XML_HEAD)) }
  const paths = new KeyPaths(head)
  const keys = paths.read()
  return { kind: paths.kind, keys }
}

/** The root's name, which a declaration, a document type and comments may precede. */
function rootOf(text: string): ReadonlySet<string> {
  const bare = text.replace(/<\?[^>]*>|<!--[\s\S]*?-->|<![^>]*>/g, '')
  const name = /<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/.exec(bare)?.[1]
  return new Set(name === undefined ? [] : [name])
}

class KeyPaths implements JsonListener {
  kind: Shape['kind'] = 'value'
  readonly #head: Buffer
  readonly #grammar = new JsonGrammar(this)
  readonly #keys = new Set<string>()
  /** By depth: the step that leads below it. */
  readonly #step: string[] = []

  constructor(head: Buffer) {
    this.#head = head
  }

  read(): ReadonlySet<string> {
    try {
      this.#grammar.push(this.#head)
    } catch {
      // Broken or JSON Lines: whoever reads it whole says so; what came before is known.
    }
    return this.#keys
  }

  starts(byte: number): void {
    const { depth } = this.#grammar
    if (depth === 0) this.kind = byte === 0x7b ? 'object' : byte === 0x5b ? 'list' : 'value'
  }

  opens(isList: boolean): void {
    this.#step[this.#grammar.depth] = isList ? '*' : ''
  }

  ends(): void {}

  key(_: string, from: number, to: number): void {
    const { depth } = this.#grammar
    this.#step[depth] = this.#head.toString('utf8', from, to)
    if (depth > MAX_LEVELS || this.#keys.size >= MAX_KEYS) return
    this.#keys.add(this.#step.slice(1, depth + 1).join('.'))
  }

  fail(problem: string): Error {
    return new Error(problem)
  }
}

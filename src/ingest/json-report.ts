import { isObject, type Loose } from './loose.ts'
import type { PathChoice } from './json-paths.ts'
import { JsonWalk, type Taken } from './json-walk.ts'
import { checkLearnt, checkResults } from './room.ts'
import { ReportError, type Item, type Report, type Source } from './report.ts'

/** An entry that is what every format's entries are. */
export interface Entry extends Taken {
  readonly value: Loose
}

/** How one format is read: made anew for each report, since it remembers what it has learnt. */
export interface Reading {
  /** Where the entries stand that become items. */
  readonly entries: readonly string[]
  /** What tells how many there will be, where one entry holds several. */
  readonly counted?: readonly string[]
  /** What must be known before the first entry is read, wherever in the file it stands. */
  readonly before?: readonly string[]
  learn?(taken: Taken): void
  /** After all is learnt; may refuse the report. */
  describe(): Pick<Report, 'tool' | 'format' | 'failure'>
  read(entry: Entry): readonly Item[]
}

/**
 * Reads a JSON report twice: first for what is needed to understand its entries and to know that
 * the file is whole, then for the entries. Memory holds one entry at a time.
 */
export async function readJson(source: Source, reading: Reading): Promise<Report> {
  const { entries, counted = entries, before = [] } = reading
  const expect = kindsAbove([...entries, ...counted])
  const walk = new JsonWalk({ take: before, count: [...counted, ...entries], expect })
  let learnt = 0
  for await (const chunk of source.chunks()) {
    const taken = walk.push(chunk)
    learnt += taken.length
    checkLearnt(learnt)
    checkResults(countIn(walk, entries))
    checkResults(countIn(walk, counted))
    learn(reading, taken)
  }
  learn(reading, walk.end())
  return {
    ...reading.describe(),
    expected: countIn(walk, counted),
    items: () => entriesOf(source, reading),
  }
}

function countIn({ counts }: JsonWalk, patterns: readonly string[]): number {
  return patterns.reduce((total, pattern) => total + (counts.get(pattern) ?? 0), 0)
}

async function* entriesOf(source: Source, reading: Reading): AsyncGenerator<readonly Item[]> {
  const walk = new JsonWalk({ take: reading.entries })
  for await (const chunk of source.chunks()) yield itemsIn(reading, walk.push(chunk))
}

/**
 * What stands above entries must be of the kind that leads to them: else they would be passed over
 * in silence. The top is left out: by it the format was known.
 */
function kindsAbove(patterns: readonly string[]): NonNullable<PathChoice['expect']> {
  const kinds = new Map<string, 'list' | 'object' | 'either'>()
  for (const pattern of patterns) {
    const steps = pattern.split('.')
    for (let i = 1; i < steps.length; i++) {
      const path = steps.slice(0, i).join('.')
      const kind = steps[i] === '*' ? 'list' : 'object'
      kinds.set(path, (kinds.get(path) ?? kind) === kind ? kind : 'either')
    }
  }
  return Object.fromEntries(kinds)
}

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

function itemsIn(reading: Reading, entries: readonly Taken[]): readonly Item[] {
  return entries.flatMap((entry) =>
    isEntry(entry) ? reading.read(entry) : unread('not an object'),
  )
}

function isEntry(taken: Taken): taken is Entry {
  return isObject(taken.value)
}

async function* lines(source: Source): AsyncGenerator<readonly Taken[]> {
  let line = new Line(0)
  let offset = 0
  for await (const chunk of source.chunks()) {
    const ended: Taken[] = []
    let from = 0
    for (;;) {
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
    this.#isBlank &&= bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09)
    if (!this.#isBlank) this.#placed(() => this.#taken.push(...this.#walk.push(bytes)))
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

function learn(reading: Reading, taken: readonly Taken[]): void {
  if (reading.learn !== undefined) for (const one of taken) reading.learn(one)
}

/** As many as one entry may reasonably stand for; the others are counted. */
export function atMost<T>(
  values: readonly T[],
  itemOf: (value: T) => Item,
  max = 1000,
): readonly Item[] {
  const rest = values.slice(max).map((): Item => ({ kind: 'skipped', reason: TOO_MANY, gap: true }))
  return [...values.slice(0, max).map(itemOf), ...rest]
}

const TOO_MANY = 'one of more than 1,000 things that a single entry names'

/** An item for what is no finding, as a list of one. */
export function skipped(reason: string): readonly Item[] {
  return [{ kind: 'skipped', reason }]
}

/** An item for what may be a finding and can't be read. */
export function unread(reason: string): readonly Item[] {
  return [{ kind: 'skipped', reason, gap: true }]
}

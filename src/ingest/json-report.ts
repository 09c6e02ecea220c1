import { isObject, type Loose } from './loose.ts'
import type { PathChoice } from './json-paths.ts'
import { JsonWalk, type Taken } from './json-walk.ts'
import { checkLearnt, checkResults } from './room.ts'
import type { Item, Report, Source } from './report.ts'

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
  /** An entry that is no object, for the few that should be none. */
  readPlain?(taken: Taken): readonly Item[] | null
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

export function itemsIn(reading: Reading, entries: readonly Taken[]): readonly Item[] {
  return entries.flatMap((entry) =>
    isEntry(entry) ? reading.read(entry) : (reading.readPlain?.(entry) ?? unread('not an object')),
  )
}

function isEntry(taken: Taken): taken is Entry {
  return isObject(taken.value)
}

export function learn(reading: Reading, taken: readonly Taken[]): void {
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

import type { Item, Report, Source } from '../report.ts'
import { checkResults } from '../room.ts'
import { XmlWalk, type XmlElement, type XmlTaken } from './xml-walk.ts'

/** How one format in XML is read; the twin of Reading for JSON. */
export interface XmlReading {
  readonly entries: readonly string[]
  /** Elements of which only attributes are wanted, in the order of the file, both times. */
  readonly open?: readonly string[]
  /** What must be known before the first entry is read. */
  readonly before?: readonly string[]
  learn?(taken: XmlTaken): void
  /** How many entries stand in what is learnt: those are not met on the way. */
  inside?(taken: XmlTaken): number
  describe(): Pick<Report, 'tool' | 'format' | 'failure'>
  read(entry: XmlTaken): readonly Item[]
}

/** Reads an XML report twice, as readJson does. */
export async function readXml(source: Source, reading: XmlReading): Promise<Report> {
  const { entries, open = [], before = [] } = reading
  const walk = new XmlWalk(before, [...open, ...entries])
  let expected = 0
  for await (const chunk of source.chunks()) {
    for (const taken of walk.push(chunk)) {
      if (entries.includes(taken.path)) expected++
      else {
        reading.learn?.(taken)
        if (before.includes(taken.path)) expected += reading.inside?.(taken) ?? 0
      }
    }
    checkResults(expected)
  }
  walk.end()
  return { ...reading.describe(), expected, items: () => entriesOf(source, reading) }
}

async function* entriesOf(source: Source, reading: XmlReading): AsyncGenerator<readonly Item[]> {
  const walk = new XmlWalk(reading.entries, reading.open)
  for await (const chunk of source.chunks()) {
    const items: Item[] = []
    for (const taken of walk.push(chunk)) {
      if (reading.entries.includes(taken.path)) items.push(...reading.read(taken))
      else reading.learn?.(taken)
    }
    yield items
  }
}

/** The elements at a path below, such as `instances/instance`. */
export function below(element: XmlElement, path: string): readonly XmlElement[] {
  let here: readonly XmlElement[] = [element]
  for (const step of path.split('/')) {
    here = here.flatMap(({ children }) => children.filter(({ name }) => name === step))
  }
  return here
}

/** Texts and attributes by name, as if they had come in JSON. */
export function fieldsOf(element: XmlElement): Record<string, unknown> {
  const texts = element.children.map(({ name, text }) => [name, text.trim()] as const)
  return Object.fromEntries([...element.attributes, ...texts])
}

import type { Finding } from '../vulnerability/finding.ts'
import type { FoundItem, Item, Report } from './report.ts'
import { openReport } from './formats.ts'
import { sourceOf } from './spool.ts'

/** Everything a report says, as a list: for tests. */
export async function itemsOf(content: unknown, chunkSize?: number): Promise<Item[]> {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  return itemsOfReport(await openReport(sourceOf(Buffer.from(text), chunkSize)))
}

export async function itemsOfReport(report: Report): Promise<Item[]> {
  const items: Item[] = []
  for await (const some of report.items()) items.push(...some)
  return items
}

export async function findingsOf(content: unknown): Promise<Finding[]> {
  const items = await itemsOf(content)
  return items
    .filter((item): item is FoundItem => item.kind === 'found')
    .map((item) => item.finding)
}

import type { Outcome } from './storm.ts'
import { story } from './story.ts'

/** A whole history is long: of many that broke alike, a few tell enough. */
const STORIES = 3

export function report({ breaches, evidence, ledger, tail, struck, settledMs }: Outcome): string {
  const counts = Object.entries({ ...ledger.counts, ...prefixed(struck) })
  const sorted = ledger.takeOvers.map(({ ms }) => ms).toSorted((a, b) => a - b)
  const tickets = [...evidence.records.values()].reduce((sum, list) => sum + list.length, 0)
  const lines = [
    `${evidence.vulnerabilities.length} vulnerabilities, ${tickets} tickets, ${ledger.copies.size} of them copies`,
    `${tail.total} requests, ${tail.writes.length} writes, at most ${tail.mostInFlight} in flight`,
    `${ledger.acknowledged.length} changes acknowledged here, ${ledger.edits.length} made there`,
    `take-over after death: ${sorted.length} times, median ${sorted[Math.floor(sorted.length / 2)] ?? 0} ms, longest ${sorted.at(-1) ?? 0} ms`,
    `asked to stop: ${ledger.stops.length} times, longest ${Math.max(0, ...ledger.stops)} ms`,
    `in agreement ${Math.round(settledMs / 100) / 10} s after the storm`,
    ...counts
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([what, times]) => `  ${String(times).padStart(5)}  ${what}`),
    `${breaches.length} breaches`,
    ...breaches
      .toSorted((a, b) => a.id - b.id)
      .slice(0, 40)
      .map(({ id, what }) => `BREACH ${id === 0 ? '' : `#${id} `}${what}`),
  ]
  const ids = [...new Set(breaches.map(({ id }) => id))].filter((id) => id !== 0)
  const stories = ids.slice(0, STORIES).map((id) => `\n${story(id, evidence)}`)
  return `${[...lines, ...stories].join('\n')}\n`
}

function prefixed(struck: Readonly<Record<string, number>>): Record<string, number> {
  const entries = Object.entries(struck)
  return Object.fromEntries(entries.map(([mood, times]) => [`chunks hit: ${mood}`, times]))
}

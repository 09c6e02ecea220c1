import { plain } from './plain.ts'
import type { Import } from './upload.ts'

/** What came of an import, for a person: nothing that was passed over goes unsaid. */
export function summary(view: Import, url: string): string {
  const counts: readonly (readonly [number, string])[] = [
    [view.newCount, 'new'],
    [view.againCount, 'found again'],
    [view.reopenedCount, 'reopened'],
    [view.fixedCount, 'fixed'],
    [view.skippedCount, 'skipped'],
  ]
  const width = Math.max(...counts.map(([count]) => String(count).length))
  const line = (count: number, words: string) => `  ${String(count).padStart(width)} ${words}`
  const results = view.readCount === 1 ? 'result' : 'results'
  return [
    `Imported ${plain(view.fileName)} into ${plain(view.asset.name)}: ${view.readCount} ${results} of ${plain(view.tool)}`,
    ...counts.map(([count, words]) => line(count, words)),
    ...view.skipped.map(({ reason, count }) => `    ${count} × ${plain(reason)}`),
    `${url}/spa/assets/${view.asset.id}`,
  ].join('\n')
}

export function sendingWords(sent: number, size: number): string {
  return `Sending: ${megabytes(sent)} of ${megabytes(size)} MB`
}

/** How far the server is with it. */
export function stateWords({ id, state, readCount }: Import): string {
  return `Import ${id}: ${STATES[state](readCount)}`
}

const STATES: Record<Import['state'], (results: number) => string> = {
  waiting: () => 'waiting until other imports are done',
  waiting: () => 'waiting for its turn',
  reading: () => 'reading the report',
  applying: (results) => `applying ${results} results`,
  applied: () => 'applied',
  rehearsed: () => 'rehearsed',
  failed: () => 'failed',
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1)
}

import { countWords, totalOf } from '../connection/ticket-counts.ts'
import { plain } from './plain.ts'
import type { Import } from './upload.ts'

/** What came of an import, for a person: nothing that was passed over goes unsaid. */
export function summary(view: Import, url: string): string {
  const counts: readonly (readonly [number, string])[] = [
    [view.newCount, 'new'],
    [view.againCount, 'found again'],
    [view.reopenedCount, 'reopened'],
    [view.fixedCount, fixedWords(view)],
    [view.skippedCount, 'skipped'],
  ]
  const width = Math.max(...counts.map(([count]) => number(count).length))
  return [
    headline(view),
    ...counts.map(([count, words]) => `  ${number(count).padStart(width)} ${words}`),
    ...view.skipped.map(({ reason, count }) => `    ${number(count)} × ${plain(reason)}`),
    ticketLine(view),
    ...questionLines(view),
    `${url}/spa/assets/${view.asset.id}${view.dryRun ? '' : `/imports/${view.id}`}`,
  ].join('\n')
}

function headline({ dryRun, files, fileName, asset, readCount, tool, scope }: Import): string {
  const names = files.length > 1 ? `${files.length} files` : plain(fileName)
  const results = readCount === 1 ? 'result' : 'results'
  const where = scope === null || scope === '' ? '' : `, scope ${plain(scope)}`
  const what = `${names} into ${plain(asset.name)}: ${number(readCount)} ${results} of ${plain(tool)}`
  return dryRun
    ? `Rehearsed, nothing was changed: ${what}${where}. It would be:`
    : `Imported ${what}${where}`
}

/** Why no more are fixed, where that could surprise. */
function fixedWords({ scope, fixedCount, closedNothingBecause }: Import): string {
  if (scope === null) return 'fixed: without --scope an import only adds'
  if (closedNothingBecause === null) return 'fixed'
  return `fixed${fixedCount === 0 ? '' : ', and no others'}: ${plain(closedNothingBecause)}`
}

function ticketLine({ opensTickets, dryRun }: Import): string {
  const total = totalOf(opensTickets)
  const opens = dryRun ? 'It would open' : 'It opens'
  if (total === 0) return `${opens} no ticket`
  return `${opens} ${number(total)} ${total === 1 ? 'ticket' : 'tickets'}: ${countWords(opensTickets)}`
}

function questionLines({ question, dryRun }: Import): string[] {
  if (question?.asked !== 'open') return []
  const limit = `That is more than the ${number(question.limit)} that go out without a question:`
  return dryRun
    ? [`${limit} they would be held. --tickets send, hold or critical,high says what to do.`]
    : [`${limit} they are held. Say on this page which of them to send:`]
}

export function sendingWords(sent: number, size: number): string {
  const [unit, bytes, digits] = size < 1_000_000 ? ['kB', 1_000, 0] : ['MB', 1_000_000, 1]
  const told = (count: number) => (count / bytes).toFixed(digits)
  return `Sending: ${told(sent)} of ${told(size)} ${unit}`
}

/** How far the server is with it. */
export function stateWords({ id, state, readCount }: Import): string {
  return `Import ${id}: ${STATES[state](number(readCount))}`
}

const STATES: Record<Import['state'], (results: string) => string> = {
  waiting: () => 'waiting until other imports are done',
  reading: (results) => (results === '0' ? 'reading' : `reading, ${results} results so far`),
  applying: (results) => `applying ${results} results`,
  applied: () => 'applied',
  failed: () => 'failed',
  rehearsed: () => 'rehearsed',
}

function number(count: number): string {
  return count.toLocaleString('en-US')
}

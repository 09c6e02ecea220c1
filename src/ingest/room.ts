import { ReportError } from './report.ts'

/** What is remembered of a report must fit into memory, whatever was sent. */
const MAX_LEARNT = 1_000_000
/** No scanner has as many; results of nothing would cost hours. */
const MAX_RESULTS = 2_000_000

export function checkLearnt(count: number): void {
  checkRoom(count, MAX_LEARNT, 'parts of what was scanned')
}

export function checkResults(count: number): void {
  checkRoom(count, MAX_RESULTS, 'results')
}

/** Refuses what would take more memory or time than anything real. */
export function checkRoom(count: number, limit: number, things: string): void {
  if (count <= limit) return
  const problem = `it names more than ${limit.toLocaleString('en-US')} ${things}`
  throw new ReportError(problem, 'Split the scan.')
}

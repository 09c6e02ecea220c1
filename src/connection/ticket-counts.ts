import {
  MAPPED_SEVERITIES,
  SEVERITY_LABELS,
  type SeverityCounts,
} from '../vulnerability/severity.ts'

/** All tickets, of whatever severity. */
export function totalOf(counts: SeverityCounts): number {
  return MAPPED_SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0)
}

/** `4 Critical, 1,200 Low`: the worst first, and none that are not. */
export function countWords(counts: SeverityCounts): string {
  return MAPPED_SEVERITIES.toReversed()
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity].toLocaleString('en-US')} ${SEVERITY_LABELS[severity]}`)
    .join(', ')
}

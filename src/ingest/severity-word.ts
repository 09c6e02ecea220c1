import type { Severity } from '../vulnerability/severity.ts'

const WORDS: Readonly<Record<string, Severity>> = {
  critical: 'CRITICAL',
  blocker: 'CRITICAL',
  high: 'HIGH',
  important: 'HIGH',
  major: 'HIGH',
  medium: 'MEDIUM',
  moderate: 'MEDIUM',
  low: 'LOW',
  minor: 'LOW',
  negligible: 'NOTIFICATION',
  informational: 'NOTIFICATION',
  information: 'NOTIFICATION',
  info: 'NOTIFICATION',
  none: 'NOTIFICATION',
}

/** What scanners call severities, in any case; null for every other word. */
export function severityOfWord(text: string): Severity | null {
  const word = text.trim().toLowerCase()
  return Object.hasOwn(WORDS, word) ? (WORDS[word] ?? null) : null
}

import {
  MAPPED_SEVERITIES,
  SEVERITY_LABELS,
  type ImportView,
} from '../../../../src/http/contract.ts'
import type { Tone } from '../../ui/tone-badge.tsx'

export const IMPORT_STATES: Record<ImportView['state'], readonly [label: string, tone: Tone]> = {
  waiting: ['Waiting', 'low'],
  reading: ['Reading', 'low'],
  applying: ['Applying', 'low'],
  applied: ['Imported', 'good'],
  rehearsed: ['Rehearsed', 'low'],
  failed: ['Failed', 'critical'],
}

/** What an import was to cover; null where it only added. */
export function scopeWords(scope: string | null): string {
  if (scope === null) return 'Adds only'
  return scope === '' ? 'Whole asset' : scope
}

/** The files of a scan in one line. */
export function filesWords({ files, fileName }: Pick<ImportView, 'files' | 'fileName'>): string {
  const [first, ...more] = files
  return first === undefined || more.length === 0
    ? fileName
    : `${first.name} and ${more.length} more`
}

/** What the answer to the question about tickets was, and whose. */
export function sentWords({
  sent,
  answeredBy,
}: Pick<NonNullable<ImportView['question']>, 'sent' | 'answeredBy'>): string {
  if (sent === null || answeredBy === null) return ''
  if (sent.length === 0) return `${answeredBy.name} let none go.`
  if (sent.length === MAPPED_SEVERITIES.length) return `${answeredBy.name} let all go.`
  const words = sent.toReversed().map((severity) => SEVERITY_LABELS[severity])
  return `${answeredBy.name} let go: ${words.join(', ')}.`
}

const NUMBER = new Intl.NumberFormat('en')

export function number(count: number): string {
  return NUMBER.format(count)
}

export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

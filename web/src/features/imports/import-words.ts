import type { ImportView } from '../../../../src/http/contract.ts'
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

const NUMBER = new Intl.NumberFormat('en')

export function number(count: number): string {
  return NUMBER.format(count)
}

export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

import { stamp } from '../clock.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** The time in a zone, in the instance's format. */
export function inZone(ms: number, zone: string): string {
  return zone === 'UTC' ? stamp(ms) : format(zone).format(ms).replace(', ', ' ')
}

/** How far the zone is ahead of UTC at that moment, in milliseconds. */
export function offsetAt(zone: string, ms: number): number {
  return zone === 'UTC'
    ? 0
    : Date.parse(`${inZone(ms, zone).replace(' ', 'T')}Z`) - Math.floor(ms / 1000) * 1000
}

function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const made = formatIn(zone) ?? format('UTC')
  formats.set(zone, made)
  return made
}

/** Null for a zone that there is not: a user's record takes any text. */
function formatIn(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  } catch {
    return null
  }
}

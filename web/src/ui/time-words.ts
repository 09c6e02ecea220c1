/** Times in words. */

const UNITS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const EXACT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })

/** `3 minutes ago`; `just now` under a minute and for clocks that run a little ahead. */
export function ago(at: string, now: number): string {
  const seconds = (Date.parse(at) - now) / 1_000
  const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size)
  return unit ? RELATIVE.format(Math.round(seconds / unit[1]), unit[0]) : 'just now'
}

/** `3 d`: how long ago, as short as a table's column wants it. */
export function age(at: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(at)) / 1_000)
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`
  return `${Math.floor(seconds / 86_400)} d`
}

export function exact(at: string): string {
  return EXACT.format(new Date(at))
}

/** `2026-03-01` as `1 Mar 2026`, the same day in every time zone. */
export function dayOf(day: string): string {
  return DAY.format(new Date(day))
}

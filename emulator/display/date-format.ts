import type { Actor } from '../actor.ts'
import { inZone } from './time-zone.ts'

/** A moment as this user reads it: in their zone and, if they have set one, in their format. */
export function shownTime(ms: number, { timeZone, dateFormat, timeFormat }: Actor): string {
  const [date = '', time = ''] = inZone(ms, timeZone).split(' ')
  const [yyyy = '', MM = '', dd = ''] = date.split('-')
  const [HH = '', mm = '', ss = ''] = time.split(':')
  const hh = String(Number(HH) % 12 || 12).padStart(2, '0')
  const parts: Readonly<Record<string, string>> = { yyyy, MM, dd, HH, hh, mm, ss }
  const half = Number(HH) < 12 ? 'AM' : 'PM'
  const filled = (format: string): string =>
    format.replaceAll(/yyyy|MM|dd|HH|hh|mm|ss|a/g, (part) => parts[part] ?? half)
  return `${filled(dateFormat)} ${filled(timeFormat)}`
}

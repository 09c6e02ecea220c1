import { parseStamp, stamp } from '../clock.ts'

const SECONDS: Readonly<Record<string, number>> = {
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
}
const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 }

/** `@hour@ago@2`: the moment that many units before or after now; null where it says nothing. */
export function relativeMoment(value: string, now: string): string | null {
  const match = /^@(\w+)@(ago|ahead)@(\d{1,6})$/.exec(value)
  if (match === null) return null
  const unit = match[1] ?? ''
  const count = Number(match[3]) * (match[2] === 'ago' ? -1 : 1)
  const seconds = SECONDS[unit]
  if (seconds !== undefined) return stamp(parseStamp(now) + count * seconds * 1000)
  const months = MONTHS[unit]
  return months === undefined ? null : monthsFrom(now, count * months)
}

/** `gs.beginningOfToday()` and its kin, in UTC; null where the name is none of them. */
export function edgeOfPeriod(name: string, now: string): string | null {
  const match =
    /^(beginning|end)Of(Today|Yesterday|Tomorrow|(This|Last|Next)(Week|Month|Quarter|Year))$/.exec(
      name,
    )
  if (match === null) return null
  const [, edge, word = '', which = '', unit = 'Day'] = match
  const step = { Yesterday: -1, Last: -1, Tomorrow: 1, Next: 1 }[which === '' ? word : which] ?? 0
  const start = startOf(unit, now, step)
  if (edge === 'beginning') return start
  return stamp(parseStamp(startOf(unit, now, step + 1)) - 1000)
}

function startOf(unit: string, now: string, step: number): string {
  const midnight = parseStamp(`${now.slice(0, 10)} 00:00:00`)
  if (unit === 'Day') return stamp(midnight + step * 86_400_000)
  if (unit === 'Week') {
    // Weeks begin on Monday.
    const day = (new Date(midnight).getUTCDay() + 6) % 7
    return stamp(midnight + (step * 7 - day) * 86_400_000)
  }
  const size = MONTHS[unit.toLowerCase()] ?? 1
  const month = Number(now.slice(5, 7)) - 1
  const first = `${now.slice(0, 5)}${String(month - (month % size) + 1).padStart(2, '0')}-01 00:00:00`
  return monthsFrom(first, step * size)
}

function monthsFrom(from: string, months: number): string {
  const date = new Date(parseStamp(from))
  date.setUTCMonth(date.getUTCMonth() + months)
  return Number.isNaN(date.getTime()) ? from : stamp(date.getTime())
}

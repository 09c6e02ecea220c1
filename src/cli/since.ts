import { CommandFailure, EXIT } from './failure.ts'

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

/** A moment as people write one: `7d` ago, a day, or a time with its zone. */
export function readSince(text: string, now: Date): Date {
  const [, count, unit] = /^(\d{1,5})([mhdw])$/.exec(text) ?? []
  if (isUnit(unit)) return new Date(now.getTime() - Number(count) * UNITS[unit])
  const isMoment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text)
  const moment = new Date(isMoment ? text : Number.NaN)
  if (!Number.isNaN(moment.getTime()) && isDay(text.slice(0, 10))) return moment
  throw new CommandFailure(`"${text}" is no time`, {
    exitCode: EXIT.usage,
    remedy:
      'Write an age such as 24h, 7d or 2w, a day (2026-01-31, from 00:00 UTC), or 2026-01-31T09:00:00Z.',
  })
}

/** The parser takes 31 February for 3 March. */
function isDay(text: string): boolean {
  return new Date(text).toISOString().startsWith(text)
}

function isUnit(unit: string | undefined): unit is keyof typeof UNITS {
  return unit !== undefined && unit in UNITS
}

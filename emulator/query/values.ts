import type { Context } from './compile.ts'
import { edgeOfPeriod } from './dates.ts'
import { parseStamp, stamp } from '../clock.ts'
import { inZone, offsetAt } from '../display/time-zone.ts'

/**
 * What a condition's value stands for. Scripts in queries are JavaScript on a real instance; the few
 * expressions its own filters write are understood here, any other matches nothing.
 */
export function resolveValue(value: string, context: Context): string {
  if (!value.startsWith('javascript:')) return value
  const script = value.slice('javascript:'.length).replace(/;$/, '')
  if (/^gs\.(getUserID\(\)|getUser\(\)\.getID\(\))$/.test(script)) return context.userId
  if (/^gs\.(getUserName\(\)|getUser\(\)\.getName\(\))$/.test(script)) return context.userName
  if (/^gs\.(nowDateTime|now)\(\)$/.test(script)) return context.now
  const date = /^gs\.dateGenerate\('(\d{4}-\d\d-\d\d)'(?:,\s*'([\d:]+|start|end)')?\)$/.exec(script)
  const { timeZone = 'UTC' } = context
  if (date !== null) return toUtc(`${date[1] ?? ''} ${timeOfDay(date[2])}`, timeZone)
  const period = /^gs\.(\w+)\(\)$/.exec(script)?.[1]
  const here = inZone(parseStamp(context.now), timeZone)
  const edge = period === undefined ? null : edgeOfPeriod(period, here)
  return edge === null ? (relative(script, context.now, timeZone) ?? '\0') : toUtc(edge, timeZone)
}

/** A script means days as its user has them; what is stored is UTC. */
function toUtc(local: string, timeZone: string): string {
  const ms = parseStamp(local)
  return Number.isNaN(ms) ? local : inZone(ms - offsetAt(timeZone, ms), 'UTC')
}

function timeOfDay(text = 'start'): string {
  return text === 'start' ? '00:00:00' : text === 'end' ? '23:59:59' : text
}

/** The two ends of `BETWEEN`; each may be a script of its own. */
export function bounds(value: string, context: Context): readonly [from: string, to: string] {
  const [from = '', to = ''] = value.split('@')
  return [resolveValue(from, context), resolveValue(to, context)]
}

/** The two ends of `ON`, behind the words that people see. */
export function dayBounds(value: string, context: Context): readonly [from: string, to: string] {
  const [, from = '', to = ''] = value.split('@')
  return [resolveValue(from, context), resolveValue(to, context)]
}

const SECONDS: Readonly<Record<string, number>> = {
  minutesAgo: 60,
  hoursAgo: 3600,
  daysAgo: 86_400,
}

function relative(script: string, now: string, timeZone: string): string | null {
  const match = /^gs\.(minutesAgo|hoursAgo|daysAgo)(Start|End)?\((-?\d{1,6})\)$/.exec(script)
  if (match === null) return null
  const seconds = (SECONDS[match[1] ?? ''] ?? 0) * Number(match[3])
  const ms = parseStamp(now) - seconds * 1000
  if (match[2] === undefined) return stamp(ms)
  const then = inZone(ms, timeZone)
  const edge = match[2] === 'Start' ? '00:00:00' : '23:59:59'
  const kept = { daysAgo: 11, hoursAgo: 14, minutesAgo: 17 }[match[1] ?? ''] ?? 0
  return toUtc(then.slice(0, kept) + edge.slice(kept - 11), timeZone)
}

import type { Context } from './compile.ts'
import { edgeOfPeriod } from './dates.ts'
import { parseStamp, stamp } from '../clock.ts'

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
  if (date !== null) return `${date[1] ?? ''} ${timeOfDay(date[2])}`
  const period = /^gs\.(\w+)\(\)$/.exec(script)?.[1]
  const edge = period === undefined ? null : edgeOfPeriod(period, context.now)
  return edge ?? relative(script, context) ?? '\0'
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

function relative(script: string, context: Context): string | null {
  const match = /^gs\.(minutesAgo|hoursAgo|daysAgo)(Start|End)?\((-?\d{1,6})\)$/.exec(script)
  if (match === null) return null
  const seconds = (SECONDS[match[1] ?? ''] ?? 0) * Number(match[3])
  const then = stamp(parseStamp(context.now) - seconds * 1000)
  if (match[2] === undefined) return then
  const edge = match[2] === 'Start' ? ['00:00:00', ':00:00', ':00'] : ['23:59:59', ':59:59', ':59']
  if (match[1] === 'daysAgo') return `${then.slice(0, 10)} ${edge[0] ?? ''}`
  return match[1] === 'hoursAgo'
    ? then.slice(0, 13) + (edge[1] ?? '')
    : then.slice(0, 16) + (edge[2] ?? '')
}

import { isRecord } from '../http.ts'
import { FAULT_KINDS, type Fault } from './faults.ts'

const MATCHES = ['method', 'path', 'table', 'contains']
const NUMBERS = ['times', 'probability', 'status', 'retryAfter', 'delayMs', 'forMs']
const FIELDS = ['kind', 'match', 'which', 'message', 'detail', ...NUMBERS]

/** A fault from outside the process, or what is wrong with it. */
export function parseFault(value: unknown): Fault | string {
  if (!isRecord(value)) return 'a fault is an object'
  const unknown = Object.keys(value).filter((name) => !FIELDS.includes(name))
  if (unknown.length > 0) return `unknown fields: ${unknown.join(', ')}`
  const kind = FAULT_KINDS.find((known) => known === value['kind'])
  if (kind === undefined) return `kind must be one of ${FAULT_KINDS.join(', ')}`
  const match = value['match'] ?? {}
  if (!isRecord(match)) return 'match must be an object'
  const strange = Object.entries(match).filter(
    ([name, text]) => !MATCHES.includes(name) || typeof text !== 'string',
  )
  if (strange.length > 0) return `match takes texts named ${MATCHES.join(', ')}`
  const numbers = NUMBERS.filter(
    (name) => value[name] !== undefined && typeof value[name] !== 'number',
  )
  if (numbers.length > 0) return `must be numbers: ${numbers.join(', ')}`
  const which = value['which'] === 'access' ? 'access' : 'all'
  const number = (name: string): number | undefined => {
    const given = value[name]
    return typeof given === 'number' ? given : undefined
  }
  const text = (name: string, of = match): string | undefined => {
    const given = of[name]
    return typeof given === 'string' ? given : undefined
  }
  return {
    kind,
    match: {
      method: text('method'),
      path: text('path'),
      table: text('table'),
      contains: text('contains'),
    },
    times: number('times'),
    probability: number('probability'),
    status: number('status'),
    retryAfter: number('retryAfter'),
    delayMs: number('delayMs'),
    forMs: number('forMs'),
    message: text('message', value),
    detail: text('detail', value),
    which,
  }
}

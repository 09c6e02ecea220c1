import type { Caller } from './caller.ts'

export interface World {
  readonly call: Caller
  /** The same instance, without a log-in. */
  readonly anonymous: Caller
  /** The record that was made for this run: its sys_id. */
  readonly record: string
}

/** One thing that an instance does. Answers with what it saw instead, or null where it holds. */
export interface Check {
  readonly name: string
  readonly run: (world: World) => Promise<string | null>
}

export interface Finding {
  readonly name: string
  readonly holds: boolean
  /** What was seen in place of what was expected. */
  readonly saw: string
}

export const INCIDENT = '/api/now/table/incident'
/** A sys_id that no record has. */
export const ABSENT = '0'.repeat(31) + '1'

/** Null where both say the same, else what was seen. */
export function expected(wanted: unknown, saw: unknown): string | null {
  const [a, b] = [JSON.stringify(wanted), JSON.stringify(saw)]
  return a === b ? null : `wanted ${a}, saw ${b}`
}

export function holds(is: boolean, saw: unknown): string | null {
  return is ? null : `saw ${JSON.stringify(saw)}`
}

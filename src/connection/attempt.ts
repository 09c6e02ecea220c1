import { createHash } from 'node:crypto'
import type { SysId } from './ticket.ts'

/**
 * What became of a POST. `open`: nobody knows yet, and whoever holds it may post until its
 * deadline. `unknown`: it may still be committed; look, never post again before `settlesAt`.
 */
export const ATTEMPT_OUTCOMES = ['open', 'unknown', 'created', 'refused', 'abandoned'] as const
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number]

/** Written before each create, so that a crash can't make a second ticket. */
export interface Attempt {
  readonly id: number
  readonly vulnerabilityId: number
  readonly instanceId: number
  readonly table: string
  readonly generation: number
  readonly sysId: SysId
  readonly correlationId: string
  readonly mappingId: number
  readonly sentAt: Date
  /** Nothing is posted under it from here on. */
  readonly deadline: Date
  readonly outcome: AttemptOutcome
}

/**
 * The sys_id that a ticket is made with: always the same for the same ticket, so that an instance
 * that takes a caller's sys_id refuses a second one even if our database forgot the first.
 */
export function sysIdFor(names: Pick<Attempt, 'correlationId' | 'table' | 'generation'>): SysId {
  const { correlationId, table, generation } = names
  const digest = createHash('sha256').update(JSON.stringify([correlationId, table, generation]))
  return digest.digest('hex').slice(0, 32) as SysId
}

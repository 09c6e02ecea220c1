import { isServiceNowError } from '../errors.ts'

/** One thing that was tried, what came of it, and what to do where it failed. */
export interface Step {
  /** Stable, for example "read:incident". */
  readonly id: string
  readonly label: string
  readonly result: 'ok' | 'failed' | 'skipped'
  readonly answer: string
  readonly remedy: string | null
}

export function passed(id: string, label: string, answer: string): Step {
  return { id, label, result: 'ok', answer, remedy: null }
}

export function failed(id: string, label: string, answer: string, remedy: string): Step {
  return { id, label, result: 'failed', answer, remedy }
}

export function skipped(
  id: string,
  label: string,
  answer = 'not tried: an earlier step failed',
  remedy: string | null = null,
): Step {
  return { id, label, result: 'skipped', answer, remedy }
}

/** The step as an instance's failure left it. Anything but such a failure is a mistake of ours. */
export function failedBy(id: string, label: string, error: unknown, remedy: string): Step {
  if (!isServiceNowError(error)) throw error
  return failed(id, label, error.message, error.remedy ?? remedy)
}

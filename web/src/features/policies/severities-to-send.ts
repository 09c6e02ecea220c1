import { MAPPED_SEVERITIES, type MappedSeverity } from '../../../../src/http/contract.ts'

/** A person's order: the worst first. */
export const WORST_FIRST = MAPPED_SEVERITIES.toReversed()

/** "All" stands for the four together, and shows a part of them as neither on nor off. */
export function allOf(chosen: readonly MappedSeverity[]): 'all' | 'some' | 'none' {
  if (chosen.length === 0) return 'none'
  return chosen.length === MAPPED_SEVERITIES.length ? 'all' : 'some'
}

export function withSeverity(
  chosen: readonly MappedSeverity[],
  severity: MappedSeverity,
  isOn: boolean,
): MappedSeverity[] {
  return MAPPED_SEVERITIES.filter((each) => (each === severity ? isOn : chosen.includes(each)))
}

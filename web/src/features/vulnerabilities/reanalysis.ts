import type { VulnerabilityRow } from '../../../../src/http/contract.ts'

/** Whether an accepted risk should be judged anew. The date's own day is still within it. */
export function isDue(
  { status, riskAcceptedUntil }: Pick<VulnerabilityRow, 'status' | 'riskAcceptedUntil'>,
  today: string,
): boolean {
  return status === 'RISK_ACCEPTED' && riskAcceptedUntil !== null && riskAcceptedUntil < today
}

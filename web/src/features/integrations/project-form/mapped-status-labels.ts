import type { MappedStatus } from '../../../../../src/http/contract.ts'

/** As this form has always written them; elsewhere the labels of the lifecycle are used. */
export const FORM_LABELS: Record<MappedStatus, string> = {
  IDENTIFIED: 'Identified',
  IN_PROGRESS: 'In progress',
  AWAITING_VALIDATION: 'Awaiting Validation',
  RISK_ACCEPTED: 'Risk Accepted',
  FALSE_POSITIVE: 'False positive',
  FIX_ACCEPTED: 'Fixed',
}

export function listed(labels: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(labels)
}

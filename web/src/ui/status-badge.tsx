import type { Status } from '../../../src/http/contract.ts'
import { STATUS_LABELS } from '../../../src/http/contract.ts'
import type { Tone } from './tone-badge.tsx'
import { ToneBadge } from './tone-badge.tsx'

export const STATUS_TONES: Record<Status, Tone> = {
  CREATED: 'neutral',
  DRAFT: 'neutral',
  IDENTIFIED: 'high',
  IN_PROGRESS: 'low',
  AWAITING_VALIDATION: 'violet',
  FIX_ACCEPTED: 'good',
  RISK_ACCEPTED: 'medium',
  FALSE_POSITIVE: 'neutral',
  SUPPRESSED: 'neutral',
}

export function StatusBadge({ status }: { status: Status }) {
  return <ToneBadge tone={STATUS_TONES[status]}>{STATUS_LABELS[status]}</ToneBadge>
}

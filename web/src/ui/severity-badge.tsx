import type { Severity } from '../../../src/http/contract.ts'
import { SEVERITY_LABELS } from '../../../src/http/contract.ts'
import type { Tone } from './tone-badge.tsx'
import { ToneBadge } from './tone-badge.tsx'

export const SEVERITY_TONES: Record<Severity, Tone> = {
  NOTIFICATION: 'neutral',
  LOW: 'low',
  MEDIUM: 'medium',
  HIGH: 'high',
  CRITICAL: 'critical',
}

export function SeverityBadge({ severity }: { severity: Severity }) {
  return <ToneBadge tone={SEVERITY_TONES[severity]}>{SEVERITY_LABELS[severity]}</ToneBadge>
}

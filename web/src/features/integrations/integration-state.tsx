import type { IntegrationView } from '../../../../src/http/contract.ts'
import { ToneBadge, type Tone } from '../../ui/tone-badge.tsx'

const STATES: Record<IntegrationView['state'], { tone: Tone; label: string }> = {
  new: { tone: 'neutral', label: 'Not logged in' },
  connected: { tone: 'good', label: 'Connected' },
  login_again: { tone: 'critical', label: 'Log in again' },
}

export function IntegrationState({ state }: { state: IntegrationView['state'] }) {
  const { tone, label } = STATES[state]
  return <ToneBadge tone={tone}>{label}</ToneBadge>
}

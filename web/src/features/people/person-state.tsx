import type { PersonView } from '../../../../src/http/contract.ts'
import { ToneBadge, type Tone } from '../../ui/tone-badge.tsx'

const STATES: Record<PersonView['state'], { tone: Tone; label: string }> = {
  active: { tone: 'good', label: 'Active' },
  invited: { tone: 'low', label: 'Invited' },
  disabled: { tone: 'neutral', label: 'Disabled' },
}

export function PersonState({ state }: { state: PersonView['state'] }) {
  const { tone, label } = STATES[state]
  return <ToneBadge tone={tone}>{label}</ToneBadge>
}

import { ToneBadge, type Tone } from '../../ui/tone-badge.tsx'
import { LEVELS, type Level } from './delivery-search.ts'

const TONES: Record<Level, Tone> = { INFO: 'low', WARN: 'medium', ERROR: 'critical' }

export function LevelBadge({ level }: { level: Level }) {
  const label = LEVELS.find(({ value }) => value === level)?.label ?? level
  return <ToneBadge tone={TONES[level]}>{label}</ToneBadge>
}

import { Badge } from '@mantine/core'
import type { ReactNode } from 'react'

/** Meanings, not colours; theme.ts gives each a readable pair for light and dark. */
export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'neutral' | 'good' | 'brand' | 'violet'

interface Props {
  readonly tone: Tone
  readonly children: ReactNode
  /** A dot before the text, so that colour is not the only sign. */
  readonly icon?: ReactNode
}

export function ToneBadge({ tone, children, icon }: Props) {
  return (
    <Badge
      radius="sm"
      size="lg"
      fz={12}
      h={22}
      px={8}
      leftSection={icon}
      bg={`var(--ls-${tone}-bg)`}
      c={`var(--ls-${tone}-fg)`}
      // Never shrinks: a cut word is worse than a wide column.
      style={{ flexShrink: 0, minWidth: 'max-content' }}
    >
      {children}
    </Badge>
  )
}

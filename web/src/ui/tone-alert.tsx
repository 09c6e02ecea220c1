import type { AlertProps } from '@mantine/core'
import { Alert } from '@mantine/core'

import type { Tone } from './tone-badge.tsx'

interface Props extends AlertProps {
  readonly tone: Tone
}

const INHERIT = { color: 'inherit' }

/** An alert in one of our tones: readable in light and dark. */
export function ToneAlert({ tone, ...rest }: Props) {
  return (
    <Alert
      {...rest}
      bg={`var(--ls-${tone}-bg)`}
      c={`var(--ls-${tone}-fg)`}
      styles={{ icon: INHERIT, title: INHERIT, message: INHERIT }}
    />
  )
}

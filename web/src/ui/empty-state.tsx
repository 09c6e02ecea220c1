import { EmptyState as MantineEmptyState } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface Props {
  readonly icon: Icon
  readonly title: string
  /** What would fill this place, in a sentence. */
  readonly children?: ReactNode
  readonly action?: ReactNode
}

export function EmptyState({ icon: IconOf, title, children, action }: Props) {
  return (
    <MantineEmptyState
      py="xl"
      px="md"
      withIndicatorBackground
      icon={<IconOf stroke={1.5} aria-hidden />}
    >
      <MantineEmptyState.Title>{title}</MantineEmptyState.Title>
      {children !== undefined && (
        <MantineEmptyState.Description maw={480}>{children}</MantineEmptyState.Description>
      )}
      {action !== undefined && <MantineEmptyState.Actions>{action}</MantineEmptyState.Actions>}
    </MantineEmptyState>
  )
}

import { Group, Paper, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  readonly title?: string
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** Without an inner margin: for tables, which bring their own. */
  readonly flush?: boolean
  /** As high as its neighbours in the grid. */
  readonly grow?: boolean
}

/** A raised surface with a heading: what pages are made of. */
export function Panel({ title, actions, children, flush = false, grow = false }: Props) {
  return (
    <Paper
      withBorder
      {...(grow && { h: '100%' })}
      radius="lg"
      component="section"
      {...(title !== undefined && { 'aria-label': title })}
    >
      {title !== undefined && (
        <Group
          justify="space-between"
          wrap="nowrap"
          px={flush ? 'sm' : 'md'}
          pt="md"
          pb={flush ? 'sm' : 0}
        >
          <Title order={2} fz="md">
            {title}
          </Title>
          {actions}
        </Group>
      )}
      <div style={{ padding: flush ? 0 : 'var(--mantine-spacing-md)' }}>{children}</div>
    </Paper>
  )
}

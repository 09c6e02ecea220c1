import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

import { ErrorPanel } from './error-panel.tsx'

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
  readonly title: string
  /** What will happen, and what will stay. */
  readonly children: ReactNode
  readonly action: string
  readonly isDestructive?: boolean
  readonly onConfirm: () => void
  readonly isPending: boolean
  readonly error?: unknown
}

/** Asks once before something that can be undone only with some work. */
export function Confirm(props: Props) {
  const { opened, onClose, title, children, action, isDestructive = false, onConfirm } = props
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Stack>
        <Text component="div" size="sm">
          {children}
        </Text>
        {props.error ? <ErrorPanel error={props.error} /> : null}
        <Group justify="flex-end" wrap="nowrap">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button
            {...(isDestructive && { color: 'red.8' })}
            onClick={onConfirm}
            loading={props.isPending}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

import { Button, Group, Stack } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  readonly cancel: string
  readonly onCancel: () => void
  readonly isSaving: boolean
  readonly isDisabled?: boolean
  readonly children?: ReactNode
}

/** Stays in sight at the bottom of a long form. */
export function FormFooter({ cancel, onCancel, isSaving, isDisabled = false, children }: Props) {
  return (
    <Stack
      gap="sm"
      py="md"
      mb="calc(var(--mb-padding) * -1)"
      style={{
        position: 'sticky',
        bottom: 0,
        zIndex: 2,
        background: 'var(--mantine-color-body)',
        borderTop: '1px solid var(--mantine-color-default-border)',
      }}
    >
      {children}
      <Group justify="flex-end" wrap="nowrap">
        <Button variant="default" onClick={onCancel}>
          {cancel}
        </Button>
        <Button type="submit" loading={isSaving} disabled={isDisabled}>
          Save
        </Button>
      </Group>
    </Stack>
  )
}

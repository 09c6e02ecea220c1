import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'

import { ErrorPanel } from './error-panel.tsx'

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
  /** As on the button that opened it: `Remove integration`. */
  readonly title: string
  /** What has to be typed. */
  readonly name: string
  /** What will happen, and what will stay. */
  readonly children: ReactNode
  readonly onConfirm: () => void
  readonly isPending: boolean
  readonly error?: unknown
}

/** Asks to type a name before something that can't be taken back. */
export function ConfirmByName(props: Props) {
  const { opened, onClose, title } = props
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <ConfirmForm {...props} />
    </Modal>
  )
}

function ConfirmForm({ title, name, children, onClose, onConfirm, isPending, error }: Props) {
  const [typed, setTyped] = useState('')
  const matches = typed.trim() === name
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (matches) onConfirm()
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text component="div" size="sm">
          {children}
        </Text>
        {error ? <ErrorPanel error={error} /> : null}
        <TextInput
          data-autofocus
          label={`Type "${name}" to confirm`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
        />
        <Group justify="flex-end" wrap="nowrap">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" color="red.8" disabled={!matches} loading={isPending}>
            {title}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'

import { CopyField } from './copy-field.tsx'
import { Notice } from './notice.tsx'

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
  readonly title: string
  /** What the secret is called beside its copy button. */
  readonly label: string
  readonly secret: string
  /** Whom to give it to, and for how long it works. */
  readonly children: ReactNode
}

/** A link or key that can be seen once: closed by its button only, never by a stray click. */
export function OneTimeSecret({ opened, onClose, title, label, secret, children }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      withCloseButton={false}
    >
      <Stack>
        <CopyField label={label} value={secret} />
        <Text component="div" size="sm">
          {children}
        </Text>
        <Notice tone="medium" icon={IconEyeOff}>
          It is shown only now. Copy it before you close this.
        </Notice>
        <Group justify="flex-end">
          <Button onClick={onClose} data-autofocus>
            Done
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

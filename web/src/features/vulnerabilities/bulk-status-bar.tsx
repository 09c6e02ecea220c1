import { ActionBar, Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'

import { BulkStatusModal } from './bulk-status-modal.tsx'

interface Props {
  readonly ids: readonly number[]
  readonly onDone: () => void
}

/** What can be done to the chosen rows; stands over the page while some are chosen. */
export function BulkStatusBar({ ids, onDone }: Props) {
  const [opened, { open, close }] = useDisclosure(false)
  const finish = () => {
    close()
    onDone()
  }
  return (
    <>
      <ActionBar
        opened={ids.length > 0 && !opened}
        onClose={onDone}
        role="region"
        aria-label="Chosen vulnerabilities"
      >
        <Text size="sm" px="xs" style={{ whiteSpace: 'nowrap' }} aria-live="polite">
          {ids.length} selected
        </Text>
        <ActionBar.Divider />
        <Button size="xs" onClick={open}>
          Change status
        </Button>
        <ActionBar.CloseButton aria-label="Clear selection" />
      </ActionBar>
      <BulkStatusModal opened={opened} ids={ids} onClose={close} onFinish={finish} />
    </>
  )
}

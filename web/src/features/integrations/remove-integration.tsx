import { Button, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'

import type { IntegrationView } from '../../../../src/http/contract.ts'
import { ConfirmByName } from '../../ui/confirm-by-name.tsx'
import { told } from '../../ui/notify.ts'
import { useRemoveIntegration } from './integration-queries.ts'

export function RemoveIntegration({ integration }: { integration: IntegrationView }) {
  const [opened, { open, close }] = useDisclosure(false)
  const remove = useRemoveIntegration(integration.id)
  const navigate = useNavigate()
  const confirm = () =>
    remove.mutate(integration.name, {
      onSuccess() {
        told(`${integration.name} was removed`)
        void navigate({ to: '/integrations' })
      },
    })
  return (
    <>
      <Button color="red.8" onClick={open}>
        Remove integration
      </Button>
      <ConfirmByName
        opened={opened}
        onClose={close}
        title="Remove integration"
        name={integration.name}
        onConfirm={confirm}
        isPending={remove.isPending}
        error={remove.error}
      >
        <Stack gap="xs">
          <Text size="sm">
            The sync with {integration.name} stops, its {integration.pairings.toLocaleString('en')}{' '}
            {integration.pairings === 1 ? 'project is' : 'projects are'} deleted, and the log-in is
            revoked at ServiceNow.
          </Text>
          <Text size="sm" fw={600}>
            The tickets stay in ServiceNow. They stay linked, so that connecting and pairing again
            goes on with them.
          </Text>
        </Stack>
      </ConfirmByName>
    </>
  )
}

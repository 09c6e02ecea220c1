import { Button, Stack, Text } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'

import type { IntegrationView } from '../../../../src/http/contract.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useLogInAgain } from './integration-queries.ts'

/** ServiceNow no longer takes the log-in: what waits is kept, and goes on after another. */
export function LoginAgain({ integration }: { integration: IntegrationView }) {
  const logIn = useLogInAgain(integration.id)
  return (
    <Notice tone="critical" title="Log in again" icon={IconPlugConnectedX} role="alert">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          ServiceNow no longer accepts the log-in of {integration.name}. Nothing is lost: what waits
          is kept, and goes on after you have logged in.
        </Text>
        {integration.stateReason !== '' && <Text size="sm">{integration.stateReason}</Text>}
        <FormError error={logIn.error} />
        <Button onClick={() => logIn.mutate()} loading={logIn.isPending || logIn.isSuccess}>
          Log in again
        </Button>
      </Stack>
    </Notice>
  )
}

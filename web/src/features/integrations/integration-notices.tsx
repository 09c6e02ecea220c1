import { Button, Stack, Text } from '@mantine/core'
import { IconClockExclamation } from '@tabler/icons-react'

import type { IntegrationView } from '../../../../src/http/contract.ts'
import { urgency } from '../../app/log-in-end.ts'
import { FormError } from '../../ui/form-error.tsx'
import { Notice } from '../../ui/notice.tsx'
import { exact } from '../../ui/time-words.ts'
import { LoginAgain } from './login-again.tsx'
import { useLogInAgain } from './integration-queries.ts'

/** What stands in the way of keeping in step, most urgent first. */
export function IntegrationNotices({ integration }: { integration: IntegrationView }) {
  const { state, trouble, creatingStopped, loginEndsAt } = integration
  return (
    <>
      {state === 'login_again' && <LoginAgain integration={integration} />}
      {creatingStopped !== null && (
        <Notice tone="medium" title="No new tickets are created">
          {creatingStopped}
        </Notice>
      )}
      {trouble !== null && (
        <Notice tone="medium" title="The instance can't be worked with now">
          {trouble}
        </Notice>
      )}
      {state === 'connected' &&
        loginEndsAt !== null &&
        urgency(loginEndsAt, Date.now()) !== 'none' && (
          <EndsSoon integration={integration} at={loginEndsAt} />
        )}
    </>
  )
}

function EndsSoon({ integration, at }: { integration: IntegrationView; at: string }) {
  const logIn = useLogInAgain(integration.id)
  return (
    <Notice tone="medium" title="The log-in ends soon" icon={IconClockExclamation}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          ServiceNow lets a log-in live for a limited time; this one ends on {exact(at)}. Log in
          again before, and nothing pauses.
        </Text>
        <FormError error={logIn.error} />
        <Button
          variant="default"
          size="xs"
          onClick={() => logIn.mutate()}
          loading={logIn.isPending || logIn.isSuccess}
        >
          Log in again
        </Button>
      </Stack>
    </Notice>
  )
}

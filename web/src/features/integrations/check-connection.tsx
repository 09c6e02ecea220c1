import { Box, Button, Group, Loader, Modal, Stack, Text, ThemeIcon } from '@mantine/core'
import { IconCheck, IconMinus, IconPlugConnected, IconX } from '@tabler/icons-react'
import { useState } from 'react'

import type { CheckStep, IntegrationView } from '../../../../src/http/contract.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { told } from '../../ui/notify.ts'
import { useCheckConnection } from './integration-queries.ts'

export function CheckConnection({ integration }: { integration: IntegrationView }) {
  const [opened, setOpened] = useState(false)
  const check = useCheckConnection(integration.id)
  const run = () => {
    setOpened(true)
    check.mutate(undefined, {
      onSuccess: ({ ok }) => {
        if (ok) told('Your connection with ServiceNow is OK!')
      },
    })
  }
  return (
    <>
      <Button
        variant="default"
        onClick={run}
        leftSection={<IconPlugConnected size={16} aria-hidden />}
      >
        Check connection
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Check connection" size="lg">
        <Stack>
          {check.isPending && (
            <Group role="status">
              <Loader size="sm" aria-hidden />
              <Text size="sm">Trying every step with {integration.name}…</Text>
            </Group>
          )}
          {check.error && <ErrorPanel error={check.error} onRetry={run} />}
          {check.data && !check.isPending && (
            <>
              <Text fw={600} role="status">
                {check.data.ok
                  ? 'Your connection with ServiceNow is OK!'
                  : 'Something needs to be changed'}
              </Text>
              <Stack component="ul" gap="md" p={0} m={0} aria-label="Steps of the check">
                {check.data.steps.map((step) => (
                  <Step key={step.id} step={step} />
                ))}
              </Stack>
            </>
          )}
          <Group justify="flex-end" wrap="nowrap">
            <Button variant="default" onClick={run} loading={check.isPending}>
              Check again
            </Button>
            <Button onClick={() => setOpened(false)} data-autofocus>
              Close
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}

const RESULTS = {
  ok: { tone: 'good', icon: IconCheck, word: 'OK' },
  failed: { tone: 'critical', icon: IconX, word: 'Failed' },
  skipped: { tone: 'neutral', icon: IconMinus, word: 'Not tried' },
} as const satisfies Record<CheckStep['result'], unknown>

function Step({ step }: { step: CheckStep }) {
  const { tone, icon: Icon, word } = RESULTS[step.result]
  return (
    <Group component="li" align="flex-start" gap="sm" wrap="nowrap" style={{ listStyle: 'none' }}>
      <ThemeIcon
        size={24}
        radius="xl"
        bg={`var(--ls-${tone}-bg)`}
        c={`var(--ls-${tone}-fg)`}
        aria-hidden
      >
        <Icon size={15} />
      </ThemeIcon>
      <Box miw={0}>
        <Text size="sm" fw={600}>
          {step.label}: {word}
        </Text>
        {step.answer !== '' && (
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {step.answer}
          </Text>
        )}
        {step.remedy !== '' && step.result !== 'ok' && (
          <Text size="sm" fw={500} mt={4}>
            What to do: {step.remedy}
          </Text>
        )}
      </Box>
    </Group>
  )
}

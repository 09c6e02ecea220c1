import { Group, Stack, Text } from '@mantine/core'

import type { DashboardView } from '../../../../src/http/contract.ts'
import { useMe } from '../../app/session.ts'
import { Panel } from '../../ui/panel.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import type { Tone } from '../../ui/tone-badge.tsx'
import { ToneBadge } from '../../ui/tone-badge.tsx'

type Integration = DashboardView['integrations'][number]

const STATES: Record<Integration['state'], readonly [label: string, tone: Tone]> = {
  new: ['Not connected yet', 'neutral'],
  connected: ['Connected', 'good'],
  login_again: ['Log in again', 'critical'],
}

export function IntegrationsPanel({ integrations }: { integrations: readonly Integration[] }) {
  const { permissions } = useMe()
  return (
    <Panel
      title="Integrations"
      grow
      actions={
        permissions.configure && (
          <TextLink to="/integrations" size="sm">
            Manage
          </TextLink>
        )
      }
    >
      <Stack gap="md">
        {integrations.length === 0 && (
          <Text size="sm" c="dimmed">
            No ServiceNow instance is connected yet.
          </Text>
        )}
        {integrations.map((integration) => (
          <One key={integration.id} integration={integration} />
        ))}
      </Stack>
    </Panel>
  )
}

function One({ integration: { name, state, trouble } }: { integration: Integration }) {
  const [label, tone] = state === 'connected' && trouble !== null ? TROUBLED : STATES[state]
  return (
    <div>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={500} truncate>
          {name}
        </Text>
        <ToneBadge tone={tone}>{label}</ToneBadge>
      </Group>
      {trouble !== null && (
        <Text size="xs" c="dimmed" mt={4}>
          {trouble}
        </Text>
      )}
    </div>
  )
}

const TROUBLED = ['Does not answer', 'medium'] as const

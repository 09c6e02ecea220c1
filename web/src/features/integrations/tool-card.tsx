import { Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'

import type { IntegrationView } from '../../../../src/http/contract.ts'
import { ToneBadge } from '../../ui/tone-badge.tsx'
import { IntegrationState } from './integration-state.tsx'
import { ServiceNowLogo } from './servicenow-logo.tsx'
import type { Tool } from './tools.ts'

interface Props {
  readonly tool: Tool
  readonly integrations: readonly IntegrationView[] | undefined
}

export function ToolCard({ tool, integrations }: Props) {
  return (
    <Paper withBorder radius="lg" p="lg" component="section" aria-label={tool.name}>
      <Stack h="100%" justify="space-between">
        <Stack gap="sm">
          <Group wrap="nowrap" align="center">
            <ServiceNowLogo />
            <Stack gap={4} align="flex-start">
              <Title order={2} fz="lg" lh={1.2}>
                {tool.name}
              </Title>
              <ToneBadge tone="brand">{tool.category}</ToneBadge>
            </Stack>
          </Group>
          <Text size="sm" c="dimmed">
            {tool.about}
          </Text>
          <Connected integrations={integrations} />
        </Stack>
        <Button
          component={Link}
          to="/integrations/servicenow"
          fullWidth
          variant={isConnected(integrations) ? 'default' : 'filled'}
        >
          {isConnected(integrations) ? 'Settings' : 'Connect'}
        </Button>
      </Stack>
    </Paper>
  )
}

function Connected({ integrations }: Pick<Props, 'integrations'>) {
  if (integrations === undefined) return <Skeleton height={20} width="60%" />
  return integrations.map((integration) => (
    <Group key={integration.id} gap="xs" wrap="nowrap">
      <IntegrationState state={integration.state} />
      <Text size="sm" truncate title={integration.name}>
        {integration.name}
      </Text>
    </Group>
  ))
}

/** Once logged in it has settings, also while it waits for another log-in. */
function isConnected(integrations: readonly IntegrationView[] | undefined): boolean {
  return (integrations ?? []).some(({ state }) => state !== 'new')
}

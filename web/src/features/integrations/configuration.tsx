import { Button, Flex, Group, Stack, Text } from '@mantine/core'
import { IconListDetails, IconPlus, IconSettings } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'

import type { IntegrationView } from '../../../../src/http/contract.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Panel } from '../../ui/panel.tsx'
import { CheckConnection } from './check-connection.tsx'
import { IntegrationNotices } from './integration-notices.tsx'
import { IntegrationSettings } from './integration-settings.tsx'
import { IntegrationState } from './integration-state.tsx'
import { ProjectForm } from './project-form/project-form.tsx'
import { ProjectTable } from './project-table.tsx'
import { RemoveIntegration } from './remove-integration.tsx'

export function Configuration({ integration }: { integration: IntegrationView }) {
  const [isSetting, setSetting] = useState(false)
  const form = useProjectForm()
  return (
    <Stack gap="lg">
      <IntegrationNotices integration={integration} />
      <Panel>
        <Group justify="space-between" gap="md">
          <Stack gap={4} miw={0} style={{ flex: '1 1 240px' }}>
            <Group gap="xs">
              <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
                {integration.name}
              </Text>
              <IntegrationState state={integration.state} />
            </Group>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {integration.instanceUrl}
              {integration.connectedUser !== '' && `, as ${integration.connectedUser}`}
            </Text>
          </Stack>
          <Flex
            gap="xs"
            wrap="wrap"
            direction={{ base: 'column', xs: 'row' }}
            w={{ base: '100%', xs: 'auto' }}
          >
            <Button
              variant="default"
              onClick={() => setSetting(true)}
              leftSection={<IconSettings size={16} aria-hidden />}
            >
              Settings
            </Button>
            <CheckConnection integration={integration} />
            <ButtonLink
              variant="default"
              to="/integrations/servicenow/deliveries"
              search={{ integration: String(integration.id) }}
              leftSection={<IconListDetails size={16} aria-hidden />}
            >
              Recent deliveries
            </ButtonLink>
            <RemoveIntegration integration={integration} />
          </Flex>
        </Group>
      </Panel>
      <Panel
        title="Projects"
        flush
        actions={
          <Button
            onClick={() => form.open('new')}
            disabled={integration.state !== 'connected'}
            leftSection={<IconPlus size={16} aria-hidden />}
          >
            Add Project
          </Button>
        }
      >
        <ProjectTable integration={integration} onEdit={(id) => form.open(String(id))} />
      </Panel>
      {isSetting && (
        <IntegrationSettings integration={integration} onClose={() => setSetting(false)} />
      )}
      {form.project !== undefined && (
        <ProjectForm integration={integration} project={form.project} onClose={form.close} />
      )}
    </Stack>
  )
}

/** Which form is open is in the URL: it can be linked to, and Back closes it. */
function useProjectForm() {
  const { project, ...rest } = useSearch({ from: '/shell/integrations/servicenow' })
  const navigate = useNavigate()
  return {
    project,
    open: (id: string) =>
      void navigate({ to: '/integrations/servicenow', search: { ...rest, project: id } }),
    close: () => void navigate({ to: '/integrations/servicenow', search: rest, replace: true }),
  }
}

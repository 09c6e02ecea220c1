import { Group, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'

import type { IntegrationView } from '../../../../src/http/contract.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Panel } from '../../ui/panel.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { IntegrationState } from './integration-state.tsx'

export function InstanceList({ integrations }: { integrations: readonly IntegrationView[] }) {
  return (
    <Panel
      title="ServiceNow instances"
      flush
      actions={
        <ButtonLink
          size="xs"
          to="/integrations/servicenow"
          search={{ integration: 'new' }}
          leftSection={<IconPlus size={14} aria-hidden />}
        >
          Connect another instance
        </ButtonLink>
      }
    >
      <DataTable
        label="ServiceNow instances"
        columns={COLUMNS}
        rows={integrations}
        rowKey={({ id }) => id}
        empty={null}
        card={(integration) => <InstanceCard integration={integration} />}
      />
    </Panel>
  )
}

const COLUMNS: Column<IntegrationView>[] = [
  { key: 'name', header: 'Name', cell: (integration) => <Name integration={integration} /> },
  {
    key: 'instance',
    header: 'Instance',
    cell: ({ instanceUrl }) => (
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {instanceUrl}
      </Text>
    ),
  },
  {
    key: 'state',
    header: 'State',
    width: 150,
    cell: ({ state }) => <IntegrationState state={state} />,
  },
  {
    key: 'projects',
    header: 'Projects',
    width: 100,
    align: 'right',
    cell: ({ pairings }) => pairings.toLocaleString('en'),
  },
]

function Name({ integration: { id, name } }: { integration: IntegrationView }) {
  return (
    <TextLink to="/integrations/servicenow" search={{ integration: String(id) }} size="sm" fw={600}>
      {name}
    </TextLink>
  )
}

function InstanceCard({ integration }: { integration: IntegrationView }) {
  return (
    <Stack gap={4}>
      <Group justify="space-between" wrap="nowrap">
        <Name integration={integration} />
        <IntegrationState state={integration.state} />
      </Group>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {integration.instanceUrl}, {integration.pairings.toLocaleString('en')} projects
      </Text>
    </Stack>
  )
}

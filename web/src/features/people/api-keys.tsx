import { Button, Code, Group, Stack, Text } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { ROLE_LABELS, type ApiKeyView } from '../../../../src/http/contract.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { exact } from '../../ui/time-words.ts'
import { apiKeysQuery } from './account-queries.ts'
import { NewApiKeyModal } from './new-api-key.tsx'
import { RevokeApiKey } from './revoke-api-key.tsx'

export function ApiKeys() {
  const { data, error, refetch } = useQuery(apiKeysQuery)
  const [isAdding, setAdding] = useState(false)
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null)
  const add = (
    <Button
      size="xs"
      onClick={() => setAdding(true)}
      leftSection={<IconPlus size={14} aria-hidden />}
    >
      New API key
    </Button>
  )
  return (
    <Panel title="API keys" actions={add} flush>
      <Text size="sm" c="dimmed" px="sm" pb="sm">
        For scripts and pipelines, in the header <Code>x-api-key</Code>. A key acts in your name.
      </Text>
      <DataTable
        label="API keys"
        columns={columns(setRevoking)}
        rows={data?.items}
        rowKey={({ id }) => id}
        error={error}
        onRetry={() => void refetch()}
        minWidth={760}
        card={(key) => <KeyCard apiKey={key} onRevoke={setRevoking} />}
        empty={
          <EmptyState icon={IconKey} title="No API keys">
            Make one to import reports from a pipeline, or to ask for vulnerabilities by script.
          </EmptyState>
        }
      />
      {isAdding && <NewApiKeyModal onClose={() => setAdding(false)} />}
      {revoking && <RevokeApiKey apiKey={revoking} onClose={() => setRevoking(null)} />}
    </Panel>
  )
}

function columns(onRevoke: (key: ApiKeyView) => void): Column<ApiKeyView>[] {
  return [
    {
      key: 'name',
      header: 'Name',
      cell: ({ name }) => (
        <Text size="sm" fw={600}>
          {name}
        </Text>
      ),
    },
    { key: 'start', header: 'Begins with', width: 130, cell: ({ start }) => <Code>{start}…</Code> },
    { key: 'role', header: 'Profile', width: 110, cell: ({ role }) => ROLE_LABELS[role] },
    { key: 'used', header: 'Last used', width: 150, cell: (key) => <LastUsed apiKey={key} /> },
    { key: 'expires', header: 'Expires', width: 190, cell: expiry },
    {
      key: 'revoke',
      header: 'Actions',
      width: 110,
      align: 'right',
      cell: (key) => <RevokeButton apiKey={key} onRevoke={onRevoke} />,
    },
  ]
}

interface KeyProps {
  readonly apiKey: ApiKeyView
  readonly onRevoke: (key: ApiKeyView) => void
}

function KeyCard({ apiKey, onRevoke }: KeyProps) {
  return (
    <Stack gap={4}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {apiKey.name}
        </Text>
        <RevokeButton apiKey={apiKey} onRevoke={onRevoke} />
      </Group>
      <Text size="sm" c="dimmed" component="div">
        <Code>{apiKey.start}…</Code> {ROLE_LABELS[apiKey.role]}, expires {expiry(apiKey)}
      </Text>
      <Text size="sm" c="dimmed" component="div">
        Last used: <LastUsed apiKey={apiKey} />
      </Text>
    </Stack>
  )
}

function RevokeButton({ apiKey, onRevoke }: KeyProps) {
  return (
    <Button
      size="xs"
      variant="default"
      aria-label={`Revoke ${apiKey.name}`}
      onClick={() => onRevoke(apiKey)}
    >
      Revoke
    </Button>
  )
}

function LastUsed({ apiKey: { lastUsedAt } }: { apiKey: ApiKeyView }) {
  return lastUsedAt === null ? 'never' : <RelativeTime at={lastUsedAt} />
}

function expiry({ expiresAt }: ApiKeyView): string {
  return expiresAt === null ? 'never' : exact(expiresAt)
}

import { ActionIcon, Box, Group, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { IconPencil, IconSearch, IconStack2, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import type { IntegrationView, PairingView } from '../../../../src/http/contract.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Pager } from '../../ui/pager.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { ProjectProgress } from './project-progress.tsx'
import { pairingsQuery } from './pairing-queries.ts'
import { RemoveProject } from './remove-project.tsx'

const PAGE = 25

interface Props {
  readonly integration: IntegrationView
  readonly onEdit: (pairingId: number) => void
}

export function ProjectTable({ integration, onEdit }: Props) {
  const { data, error, refetch } = useQuery(pairingsQuery(integration.id))
  const [text, setText] = useState('')
  const [page, setPage] = useState(0)
  const [removing, setRemoving] = useState<PairingView | null>(null)
  const rows = data?.items.filter((pairing) => matches(pairing, text))
  const last = Math.max(0, Math.ceil((rows?.length ?? 0) / PAGE) - 1)
  const current = Math.min(page, last)
  const shown = rows?.slice(current * PAGE, (current + 1) * PAGE)
  const actions = { onEdit, onRemove: setRemoving }
  return (
    <>
      <Stack gap="sm" px="sm" pb="md">
        <Text size="sm" c="dimmed">
          One Asset can’t be configured to more than one Project. Many Assets may share one.
        </Text>
        <TextInput
          aria-label="Filter by text"
          placeholder="Filter by text"
          maw={380}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          leftSection={<IconSearch size={16} aria-hidden />}
        />
      </Stack>
      <DataTable
        label="Projects"
        columns={columns(actions)}
        rows={shown}
        rowKey={({ id }) => id}
        error={error}
        onRetry={() => void refetch()}
        card={(pairing) => <ProjectCard pairing={pairing} {...actions} />}
        empty={
          <EmptyState icon={IconStack2} title="No data available">
            {text === ''
              ? 'Add a Project to say which Asset’s vulnerabilities become tickets of which table.'
              : 'No Project or Asset has this in its name.'}
          </EmptyState>
        }
        footer={
          rows && (
            <Pager
              summary={summary(current, rows.length)}
              onPrevious={current === 0 ? null : () => setPage(current - 1)}
              onNext={current === last ? null : () => setPage(current + 1)}
            />
          )
        }
      />
      {removing && <RemoveProject pairing={removing} onClose={() => setRemoving(null)} />}
    </>
  )
}

interface RowActions {
  readonly onEdit: (pairingId: number) => void
  readonly onRemove: (pairing: PairingView) => void
}

function columns(actions: RowActions): Column<PairingView>[] {
  return [
    {
      key: 'table',
      header: 'ServiceNow Project',
      cell: (pairing) => <TableName pairing={pairing} />,
    },
    { key: 'asset', header: 'Asset', cell: (pairing) => <AssetName pairing={pairing} /> },
    {
      key: 'progress',
      header: 'Tickets',
      width: 260,
      cell: (pairing) => <ProjectProgress pairing={pairing} />,
    },
    {
      key: 'actions',
      header: 'Actions',
      width: 100,
      align: 'right',
      cell: (pairing) => <Actions pairing={pairing} {...actions} />,
    },
  ]
}

function ProjectCard({ pairing, ...actions }: { pairing: PairingView } & RowActions) {
  return (
    <Stack gap="xs">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Box miw={0}>
          <AssetName pairing={pairing} />
          <TableName pairing={pairing} />
        </Box>
        <Actions pairing={pairing} {...actions} />
      </Group>
      <ProjectProgress pairing={pairing} />
    </Stack>
  )
}

function TableName({ pairing: { tableLabel, table } }: { pairing: PairingView }) {
  return (
    <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
      {tableLabel}{' '}
      <Text span size="xs" c="dimmed" ff="monospace">
        {table}
      </Text>
    </Text>
  )
}

function AssetName({ pairing: { asset } }: { pairing: PairingView }) {
  return (
    <TextLink
      to="/assets/$assetId"
      params={{ assetId: String(asset.id) }}
      size="sm"
      fw={600}
      style={{ overflowWrap: 'anywhere' }}
    >
      {asset.name}
    </TextLink>
  )
}

function Actions({ pairing, onEdit, onRemove }: { pairing: PairingView } & RowActions) {
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <Tooltip label="Edit">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Edit ${pairing.asset.name}`}
          onClick={() => onEdit(pairing.id)}
        >
          <IconPencil size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Delete">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Delete ${pairing.asset.name}`}
          onClick={() => onRemove(pairing)}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  )
}

function matches({ asset, table, tableLabel }: PairingView, text: string): boolean {
  const wanted = text.trim().toLowerCase()
  return [asset.name, table, tableLabel].some((name) => name.toLowerCase().includes(wanted))
}

function summary(page: number, total: number): string {
  const first = page * PAGE + 1
  return `${first}–${Math.min(first + PAGE - 1, total)} of ${total.toLocaleString('en')}`
}

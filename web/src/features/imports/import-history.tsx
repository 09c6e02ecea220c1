import { Text } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'

import type { ImportView } from '../../../../src/http/contract.ts'
import type { Column } from '../../ui/data-table.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import type { Tone } from '../../ui/tone-badge.tsx'
import { ToneBadge } from '../../ui/tone-badge.tsx'
import { Truncated } from '../../ui/truncated.tsx'
import { importsQuery } from './asset-queries.ts'

const STATES: Record<ImportView['state'], readonly [label: string, tone: Tone]> = {
  waiting: ['Waiting', 'low'],
  reading: ['Reading', 'low'],
  applying: ['Applying', 'low'],
  applied: ['Imported', 'good'],
  rehearsed: ['Rehearsed', 'low'],
  failed: ['Failed', 'critical'],
}

const COLUMNS: readonly Column<ImportView>[] = [
  { key: 'file', header: 'File', cell: (row) => <FileName row={row} /> },
  { key: 'state', header: 'State', width: 110, cell: (row) => <State row={row} /> },
  { key: 'brought', header: 'Brought', width: 200, cell: (row) => <Brought row={row} /> },
  {
    key: 'who',
    header: 'By',
    width: 120,
    cell: ({ actor }) => <Truncated text={actor.name} />,
  },
  {
    key: 'at',
    header: 'When',
    width: 116,
    cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
  },
]

export function ImportHistory({ assetId }: { assetId: number }) {
  const { data, error, refetch } = useQuery(importsQuery(String(assetId)))
  return (
    <Panel title="Imports" flush>
      <DataTable
        label="Imports"
        columns={COLUMNS}
        rows={data?.items}
        rowKey={({ id }) => id}
        error={error}
        onRetry={() => void refetch()}
        minWidth={680}
        card={(row) => (
          <>
            <FileName row={row} />
            <State row={row} /> <RelativeTime at={row.createdAt} size="xs" />
            <Brought row={row} />
          </>
        )}
        empty={
          <EmptyState icon={IconFileImport} title="Nothing was imported yet">
            Reports brought in here, by the API or the command line are listed with what they
            brought.
          </EmptyState>
        }
      />
    </Panel>
  )
}

function FileName({ row: { fileName, tool, format } }: { row: ImportView }) {
  return (
    <>
      <Truncated text={fileName} />
      <Text size="xs" c="dimmed" truncate>
        {[tool, format].filter((text) => text !== '').join(' · ')}
      </Text>
    </>
  )
}

function State({ row: { state } }: { row: ImportView }) {
  const [label, tone] = STATES[state]
  return <ToneBadge tone={tone}>{label}</ToneBadge>
}

function Brought({ row }: { row: ImportView }) {
  if (row.state === 'failed') return <Truncated text={row.error ?? ''} lines={3} />
  const words = [
    [row.newCount, 'new'],
    [row.againCount, 'again'],
    [row.reopenedCount, 'reopened'],
    [row.fixedCount, 'fixed'],
    [row.skippedCount, 'skipped'],
  ] as const
  const told = words.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`)
  return <Text size="sm">{told.length > 0 ? told.join(', ') : 'nothing'}</Text>
}

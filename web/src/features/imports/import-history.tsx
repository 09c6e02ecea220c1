import { Group, Text } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'

import { totalOf, type ImportView } from '../../../../src/http/contract.ts'
import type { Column } from '../../ui/data-table.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Pager } from '../../ui/pager.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { ToneBadge } from '../../ui/tone-badge.tsx'
import { Truncated } from '../../ui/truncated.tsx'
import { importsQuery, PAGE_SIZE } from './import-queries.ts'
import { filesWords, IMPORT_STATES, number, scopeWords } from './import-words.ts'

const COLUMNS: readonly Column<ImportView>[] = [
  { key: 'file', header: 'Scan', cell: (row) => <Scan row={row} /> },
  {
    key: 'scope',
    header: 'Covers',
    width: 112,
    cell: ({ scope }) => <Truncated text={scopeWords(scope)} />,
  },
  { key: 'brought', header: 'Brought', width: 226, cell: (row) => <Brought row={row} /> },
  {
    key: 'who',
    header: 'By',
    width: 100,
    visibleFrom: 'xl',
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
  // The cursors of the pages after the first, up to this one.
  const [trail, setTrail] = useState<readonly string[]>([])
  const { data, error, refetch, isPlaceholderData } = useQuery(
    importsQuery(String(assetId), trail.at(-1)),
  )
  const navigate = useNavigate()
  return (
    <Panel title="Imports" flush>
      <DataTable
        label="Imports"
        columns={COLUMNS}
        rows={data?.items}
        rowKey={({ id }) => id}
        error={error}
        onRetry={() => void refetch()}
        isStale={isPlaceholderData}
        minWidth={640}
        footer={
          data && (data.next !== null || trail.length > 0) ? (
            <Pager
              summary={rangeWords(trail.length, data.items.length)}
              onPrevious={trail.length === 0 ? null : () => setTrail(trail.slice(0, -1))}
              onNext={nextOf(data.next, (next) => setTrail([...trail, next]))}
            />
          ) : null
        }
        onRowClick={({ id }) =>
          void navigate({
            to: '/assets/$assetId/imports/$importId',
            params: { assetId: String(assetId), importId: String(id) },
          })
        }
        card={(row) => (
          <>
            <Scan row={row} />
            <Brought row={row} />
            <Text size="xs" c="dimmed">
              {scopeWords(row.scope)} · <RelativeTime at={row.createdAt} size="xs" />
            </Text>
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

function nextOf(next: string | null, go: (next: string) => void) {
  return next === null ? null : () => go(next)
}

function rangeWords(pagesBefore: number, shown: number): string {
  const first = pagesBefore * PAGE_SIZE + 1
  return `${number(first)}–${number(first + shown - 1)}`
}

function Scan({ row }: { row: ImportView }) {
  const { id, asset, tool, format } = row
  return (
    <>
      <Truncated text={filesWords(row)}>
        <TextLink
          to="/assets/$assetId/imports/$importId"
          params={{ assetId: String(asset.id), importId: String(id) }}
          size="sm"
          fw={500}
        >
          {filesWords(row)}
        </TextLink>
      </Truncated>
      <Text size="xs" c="dimmed" truncate>
        {[tool, format].filter((text) => text !== '').join(' · ')}
      </Text>
    </>
  )
}

function Brought({ row }: { row: ImportView }) {
  if (row.state === 'failed') {
    return (
      <Truncated text={row.error ?? ''} lines={2}>
        <Text span size="sm" c="var(--mantine-color-error)">
          Not imported: {row.error}
        </Text>
      </Truncated>
    )
  }
  if (row.state !== 'applied') {
    const [label, tone] = IMPORT_STATES[row.state]
    return <ToneBadge tone={tone}>{label}</ToneBadge>
  }
  const words = [
    [row.newCount, 'new'],
    [row.againCount, 'again'],
    [row.fixedCount, 'fixed'],
    [row.reopenedCount, 'reopened'],
    [row.skippedCount, 'skipped'],
  ] as const
  const told = words
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${number(count)} ${word}`)
  return (
    <>
      <Text size="sm">{told.length > 0 ? told.join(', ') : 'nothing'}</Text>
      {row.question?.asked === 'open' && (
        <Group mt={4}>
          <ToneBadge tone="medium">{number(totalOf(row.question.counts))} tickets wait</ToneBadge>
        </Group>
      )}
    </>
  )
}

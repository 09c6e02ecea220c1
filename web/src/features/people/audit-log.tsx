import { Code, Stack, Text } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import type { AuditEntry } from '../../../../src/http/contract.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Pager } from '../../ui/pager.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { inWords } from './audit-details.ts'
import { auditQuery } from './people-queries.ts'

const PAGE = 50

/** Every change of configuration; the list only ever grows, so pages are cursors into it. */
export function AuditLog() {
  const [cursors, setCursors] = useState<readonly string[]>([])
  const { data, error, refetch } = useQuery({
    ...auditQuery(cursors.at(-1)),
    placeholderData: keepPreviousData,
  })
  const next = data?.next ?? null
  const first = cursors.length * PAGE + 1
  return (
    <Panel title="Audit log" flush>
      <DataTable
        label="Audit log"
        columns={COLUMNS}
        rows={data?.items}
        rowKey={({ id }) => id}
        error={error}
        onRetry={() => void refetch()}
        minWidth={760}
        card={(entry) => <EntryCard entry={entry} />}
        empty={
          <EmptyState icon={IconHistory} title="Nothing has been changed yet">
            Changes of integrations, projects, policies and people are written here.
          </EmptyState>
        }
        footer={
          <Pager
            summary={`${first}–${first + (data?.items.length ?? 1) - 1}, newest first`}
            onPrevious={cursors.length === 0 ? null : () => setCursors(cursors.slice(0, -1))}
            onNext={next === null ? null : () => setCursors([...cursors, next])}
          />
        }
      />
    </Panel>
  )
}

const COLUMNS: Column<AuditEntry>[] = [
  { key: 'at', header: 'When', width: 150, cell: ({ at }) => <RelativeTime at={at} /> },
  { key: 'actor', header: 'Who', width: 200, cell: (entry) => who(entry) },
  { key: 'action', header: 'Did', width: 220, cell: ({ action }) => <Code>{action}</Code> },
  { key: 'subject', header: 'What', cell: (entry) => <WhatChanged entry={entry} /> },
]

function WhatChanged({ entry: { subject, details } }: { entry: AuditEntry }) {
  return (
    <>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {subject}
      </Text>
      {inWords(details).map((line) => (
        <Text key={line} size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {line}
        </Text>
      ))}
    </>
  )
}

function EntryCard({ entry }: { entry: AuditEntry }) {
  return (
    <Stack gap={2}>
      <Text size="sm" component="div">
        <b>{who(entry)}</b> <Code>{entry.action}</Code>
      </Text>
      <WhatChanged entry={entry} />
      <RelativeTime at={entry.at} size="xs" />
    </Stack>
  )
}

function who({ actor }: AuditEntry): string {
  return actor.kind === 'api_key' ? `${actor.name} (API key)` : actor.name
}

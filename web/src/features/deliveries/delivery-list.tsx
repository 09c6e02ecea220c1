import { Group, Stack, Text } from '@mantine/core'
import { IconFilterOff, IconListDetails } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'

import type { DeliveryView, IntegrationView } from '../../../../src/http/contract.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Pager } from '../../ui/pager.tsx'
import { exact } from '../../ui/time-words.ts'
import { DeliveryFilters } from './delivery-filters.tsx'
import { DeliveryLine } from './delivery-line.tsx'
import { deliveriesQuery } from './delivery-queries.ts'
import { isFiltered, type DeliverySearch } from './delivery-search.ts'
import { LevelBadge } from './level-badge.tsx'

/** The API gives no more than this. */
const MOST = 1_000

/** Drawn at once: a thousand rows that change every few seconds make a page stutter. */
const PAGE = 100

export function DeliveryList({ integration }: { integration: IntegrationView }) {
  const search = useSearch({ from: '/shell/integrations/servicenow/deliveries' })
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(deliveriesQuery(integration.id, search))
  const { instanceUrl } = integration
  const [page, setPage] = useState(0)
  const columns = useMemo(() => columnsFor(instanceUrl), [instanceUrl])
  const change = (next: DeliverySearch) => {
    setPage(0)
    void navigate({ to: '/integrations/servicenow/deliveries', search: next, replace: true })
  }
  const count = data?.items.length ?? 0
  const last = Math.max(0, Math.ceil(count / PAGE) - 1)
  const current = Math.min(page, last)
  return (
    <>
      <DeliveryFilters search={search} onChange={change} />
      <DataTable
        label="Recent deliveries"
        columns={columns}
        rows={data?.items.slice(current * PAGE, (current + 1) * PAGE)}
        rowKey={({ id }) => id}
        error={error}
        onRetry={() => void refetch()}
        card={(delivery) => <DeliveryCard delivery={delivery} instanceUrl={instanceUrl} />}
        empty={isFiltered(search) ? <NothingFound /> : <NothingYet />}
        footer={
          data && (
            <Pager
              summary={summary(current, count)}
              onPrevious={current === 0 ? null : () => setPage(current - 1)}
              onNext={current === last ? null : () => setPage(current + 1)}
            />
          )
        }
      />
    </>
  )
}

function columnsFor(instanceUrl: string): Column<DeliveryView>[] {
  return [
    {
      key: 'at',
      header: 'Date',
      width: 190,
      cell: ({ at }) => (
        <Text size="sm" component="time" dateTime={at} style={{ whiteSpace: 'nowrap' }}>
          {exact(at)}
        </Text>
      ),
    },
    { key: 'level', header: 'Level', width: 90, cell: ({ level }) => <LevelBadge level={level} /> },
    {
      key: 'message',
      header: 'Message',
      cell: (delivery) => <DeliveryLine delivery={delivery} instanceUrl={instanceUrl} />,
    },
  ]
}

function DeliveryCard({ delivery, instanceUrl }: { delivery: DeliveryView; instanceUrl: string }) {
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <LevelBadge level={delivery.level} />
        <Text size="xs" c="dimmed" component="time" dateTime={delivery.at}>
          {exact(delivery.at)}
        </Text>
      </Group>
      <DeliveryLine delivery={delivery} instanceUrl={instanceUrl} />
    </Stack>
  )
}

function summary(page: number, count: number): string {
  const first = page * PAGE + 1
  const range = `${first}–${Math.min(first + PAGE - 1, count)}`
  return count >= MOST ? `${range} of the last 1,000` : `${range} of ${count}`
}

function NothingFound() {
  return (
    <EmptyState icon={IconFilterOff} title="Nothing matches">
      Change or clear the filters to see more.
    </EmptyState>
  )
}

function NothingYet() {
  return (
    <EmptyState icon={IconListDetails} title="Nothing has been delivered yet">
      As soon as a vulnerability is sent, or a ticket moves, a line appears here.
    </EmptyState>
  )
}

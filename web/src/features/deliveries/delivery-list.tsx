import { Group, Stack, Text } from '@mantine/core'
import { IconFilterOff, IconListDetails } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'

import type { DeliveryView, IntegrationView } from '../../../../src/http/contract.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { exact } from '../../ui/time-words.ts'
import { DeliveryFilters } from './delivery-filters.tsx'
import { DeliveryLine } from './delivery-line.tsx'
import { deliveriesQuery } from './delivery-queries.ts'
import { isFiltered, type DeliverySearch } from './delivery-search.ts'
import { LevelBadge } from './level-badge.tsx'

/** The API gives no more than this. */
const MOST = 1_000

export function DeliveryList({ integration }: { integration: IntegrationView }) {
  const search = useSearch({ from: '/shell/integrations/servicenow/deliveries' })
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(deliveriesQuery(integration.id, search))
  const { instanceUrl } = integration
  const columns = useMemo(() => columnsFor(instanceUrl), [instanceUrl])
  const change = (next: DeliverySearch) =>
    void navigate({ to: '/integrations/servicenow/deliveries', search: next, replace: true })
  return (
    <>
      <DeliveryFilters search={search} onChange={change} />
      <DataTable
        label="Recent deliveries"
        columns={columns}
        rows={data?.items}
        rowKey={({ id }) => id}
        error={error}
        onRetry={() => void refetch()}
        card={(delivery) => <DeliveryCard delivery={delivery} instanceUrl={instanceUrl} />}
        empty={isFiltered(search) ? <NothingFound /> : <NothingYet />}
        footer={<Footer count={data?.items.length} />}
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

function Footer({ count }: { count: number | undefined }) {
  if (count === undefined) return null
  return (
    <Text size="sm" c="dimmed" px="md" py="sm">
      {count >= MOST
        ? 'The last 1,000 events. Filter to see others.'
        : `${count.toLocaleString('en')} ${count === 1 ? 'event' : 'events'}`}
    </Text>
  )
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

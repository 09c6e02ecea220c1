import { Grid, SimpleGrid } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'

import type { DashboardView, ImportView } from '../../../../src/http/contract.ts'
import { dashboardQuery } from '../../app/dashboard-query.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { askingImportsQuery } from '../imports/import-queries.ts'
import { DashboardSkeleton } from './dashboard-skeleton.tsx'
import { FirstSteps } from './first-steps.tsx'
import { IntegrationsPanel } from './integrations-panel.tsx'
import { OpenPanel } from './open-panel.tsx'
import { QuestionsPanel } from './questions-panel.tsx'
import { RecentPanel } from './recent-panel.tsx'
import { StatusPanel } from './status-panel.tsx'
import { SyncPanel } from './sync-panel.tsx'
import { TrendPanel } from './trend-panel.tsx'

export function DashboardPage() {
  const { data, error, refetch } = useQuery(dashboardQuery)
  // Together, so that nothing is pushed down afterwards.
  const asking = useQuery(askingImportsQuery)
  const isHere = data !== undefined && !asking.isPending
  return (
    <Page>
      <PageHeader title="Dashboard" />
      {error && !data && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!isHere && !error && <DashboardSkeleton />}
      {isHere && <Loaded data={data} asking={asking.data?.items ?? []} />}
    </Page>
  )
}

function Loaded({ data, asking }: { data: DashboardView; asking: readonly ImportView[] }) {
  return (
    <>
      <FirstSteps data={data} />
      <QuestionsPanel items={asking} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <OpenPanel data={data} />
        <SyncPanel tickets={data.tickets} />
      </SimpleGrid>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <TrendPanel trend={data.trend} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <StatusPanel byStatus={data.byStatus} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }}>
          <RecentPanel items={data.recentlyUpdated} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <IntegrationsPanel integrations={data.integrations} />
        </Grid.Col>
      </Grid>
    </>
  )
}

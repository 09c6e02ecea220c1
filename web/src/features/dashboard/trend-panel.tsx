import { Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'

import type { DashboardView } from '../../../../src/http/contract.ts'
import { Panel } from '../../ui/panel.tsx'

// The charts are the largest part of the page and not what it is opened for.
const TrendChart = lazy(async () => ({ default: (await import('./trend-chart.tsx')).TrendChart }))

export const CHART_HEIGHT = 318

export function TrendPanel({ trend }: { trend: DashboardView['trend'] }) {
  return (
    <Panel title="Last 30 days" grow>
      <div style={{ height: CHART_HEIGHT }}>
        <Suspense fallback={<Skeleton height={CHART_HEIGHT} />}>
          <TrendChart trend={trend} height={CHART_HEIGHT} />
        </Suspense>
      </div>
    </Panel>
  )
}

import '@mantine/charts/styles.css'

import { AreaChart } from '@mantine/charts'
import { VisuallyHidden } from '@mantine/core'
import { useReducedMotion } from '@mantine/hooks'

import type { DashboardView } from '../../../../src/http/contract.ts'

interface Props {
  readonly trend: DashboardView['trend']
  readonly height: number
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

export function TrendChart({ trend, height }: Props) {
  const isCalm = useReducedMotion()
  const data = trend.map(({ day, identified, fixed }) => ({
    day: DAY.format(new Date(day)),
    identified,
    fixed,
  }))
  const sum = (key: 'identified' | 'fixed') => trend.reduce((total, point) => total + point[key], 0)
  return (
    <>
      <VisuallyHidden>
        {sum('identified')} identified and {sum('fixed')} fixed in the last {trend.length} days.
      </VisuallyHidden>
      <div aria-hidden>
        <AreaChart
          h={height}
          data={data}
          dataKey="day"
          series={[
            { name: 'identified', label: 'Identified', color: 'var(--ls-high-mark)' },
            { name: 'fixed', label: 'Fixed', color: 'var(--ls-good-mark)' },
          ]}
          curveType="monotone"
          withDots={false}
          withLegend
          fillOpacity={0.14}
          tickLine="none"
          gridAxis="x"
          yAxisProps={{ width: 36, allowDecimals: false }}
          xAxisProps={{ minTickGap: 32 }}
          legendProps={{ verticalAlign: 'top', height: 40 }}
          areaProps={{ isAnimationActive: !isCalm, animationDuration: 400 }}
          areaChartProps={{ accessibilityLayer: false }}
        />
      </div>
    </>
  )
}

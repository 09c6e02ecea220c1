import { Tooltip } from '@mantine/core'
import { IconClockExclamation } from '@tabler/icons-react'

import type { VulnerabilityRow } from '../../../../src/http/contract.ts'
import { dayOf } from '../../ui/time-words.ts'
import { isDue } from './reanalysis.ts'

type Row = Pick<VulnerabilityRow, 'status' | 'riskAcceptedUntil'>

export function ReanalysisMark({ row }: { row: Row }) {
  const today = new Date().toISOString().slice(0, 10)
  if (row.riskAcceptedUntil === null || !isDue(row, today)) return null
  const label = `Due for reanalysis since ${dayOf(row.riskAcceptedUntil)}`
  return (
    <Tooltip label={label}>
      <IconClockExclamation
        size={18}
        role="img"
        aria-label={label}
        color="var(--ls-high-mark)"
        style={{ verticalAlign: 'middle' }}
      />
    </Tooltip>
  )
}

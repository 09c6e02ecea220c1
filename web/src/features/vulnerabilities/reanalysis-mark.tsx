import { Tooltip } from '@mantine/core'
import { IconClockExclamation } from '@tabler/icons-react'

import type { VulnerabilityRow } from '../../../../src/http/contract.ts'
import { dayOf } from '../../ui/time-words.ts'

type Row = Pick<VulnerabilityRow, 'status' | 'riskAcceptedUntil'>

/** Whether an accepted risk should be judged anew. The date's own day is still within it. */
export function isDue({ status, riskAcceptedUntil }: Row, today: string): boolean {
  return status === 'RISK_ACCEPTED' && riskAcceptedUntil !== null && riskAcceptedUntil < today
}

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

import { Group, Progress, SimpleGrid, Stack, VisuallyHidden } from '@mantine/core'
import { IconClockExclamation } from '@tabler/icons-react'

import type { DashboardView, Severity } from '../../../../src/http/contract.ts'
import { SEVERITIES, SEVERITY_LABELS } from '../../../../src/http/contract.ts'
import { Panel } from '../../ui/panel.tsx'
import { SEVERITY_TONES } from '../../ui/severity-badge.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { OPEN_STATUSES_TEXT } from '../vulnerabilities/open-statuses.ts'
import { NumberLink } from './number-link.tsx'
import { number } from './number-words.ts'

const WORST_FIRST = SEVERITIES.toReversed()

export function OpenPanel({ data }: { data: DashboardView }) {
  const { openBySeverity, dueForReanalysis } = data
  const total = WORST_FIRST.reduce((sum, severity) => sum + openBySeverity[severity], 0)
  return (
    <Panel title="Open vulnerabilities">
      <Stack gap="md">
        <Group justify="space-between" align="baseline">
          <TextLink
            to="/vulnerabilities"
            search={{ status: OPEN_STATUSES_TEXT }}
            c="var(--mantine-color-text)"
            fz={36}
            fw={700}
            lh={1}
            style={{ fontVariantNumeric: 'tabular-nums' }}
          >
            {number(total)}
            <VisuallyHidden> open vulnerabilities</VisuallyHidden>
          </TextLink>
          {dueForReanalysis > 0 && (
            <TextLink to="/vulnerabilities" search={{ dueForReanalysis: 'true' }} size="sm">
              <IconClockExclamation
                size={16}
                aria-hidden
                style={{ verticalAlign: '-3px', marginInlineEnd: 4 }}
              />
              {number(dueForReanalysis)} due for reanalysis
            </TextLink>
          )}
        </Group>
        <Shares open={openBySeverity} total={total} />
        <SimpleGrid cols={{ base: 3, xs: 5 }} spacing="md">
          {WORST_FIRST.map((severity) => (
            <NumberLink
              key={severity}
              label={SEVERITY_LABELS[severity]}
              count={openBySeverity[severity]}
              mark={`var(--ls-${SEVERITY_TONES[severity]}-mark)`}
              search={{ severity, status: OPEN_STATUSES_TEXT }}
            />
          ))}
        </SimpleGrid>
      </Stack>
    </Panel>
  )
}

/** One bar of all open ones; the numbers below say the same in words. */
function Shares({ open, total }: { open: Readonly<Record<Severity, number>>; total: number }) {
  return (
    <Progress.Root size={10} aria-hidden>
      {WORST_FIRST.map((severity) => (
        <Progress.Section
          key={severity}
          value={total === 0 ? 0 : (open[severity] / total) * 100}
          color={`var(--ls-${SEVERITY_TONES[severity]}-mark)`}
          withAria={false}
        />
      ))}
    </Progress.Root>
  )
}

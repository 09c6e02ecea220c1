import { Group, Progress, Stack, Text } from '@mantine/core'

import type { DashboardView } from '../../../../src/http/contract.ts'
import { STATUS_LABELS, STATUSES } from '../../../../src/http/contract.ts'
import { Panel } from '../../ui/panel.tsx'
import { STATUS_TONES } from '../../ui/status-badge.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { number } from './number-words.ts'

export function StatusPanel({ byStatus }: { byStatus: DashboardView['byStatus'] }) {
  const most = Math.max(1, ...STATUSES.map((status) => byStatus[status]))
  return (
    <Panel title="By status" grow>
      <Stack gap={9}>
        {STATUSES.map((status) => (
          <div key={status}>
            <Group justify="space-between" mb={3} wrap="nowrap">
              <TextLink
                to="/vulnerabilities"
                search={{ status }}
                size="sm"
                c="var(--mantine-color-text)"
              >
                {STATUS_LABELS[status]}
              </TextLink>
              <Text size="sm" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums' }}>
                {number(byStatus[status])}
              </Text>
            </Group>
            <Progress
              size={4}
              value={(byStatus[status] / most) * 100}
              color={`var(--ls-${STATUS_TONES[status]}-mark)`}
              aria-hidden
            />
          </div>
        ))}
      </Stack>
    </Panel>
  )
}

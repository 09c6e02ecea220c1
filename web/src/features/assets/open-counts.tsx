import { Group, Text, Tooltip } from '@mantine/core'

import type { AssetView } from '../../../../src/http/contract.ts'
import { SEVERITIES, SEVERITY_LABELS } from '../../../../src/http/contract.ts'
import { SEVERITY_TONES } from '../../ui/severity-badge.tsx'
import { OPEN_STATUSES_TEXT } from '../vulnerabilities/open-statuses.ts'
import { TextLink } from '../../ui/text-link.tsx'

/** Open vulnerabilities by severity, worst first; each number leads to them. */
export function OpenCounts({ asset: { id, open } }: { asset: Pick<AssetView, 'id' | 'open'> }) {
  const shown = SEVERITIES.toReversed().filter((severity) => open[severity] > 0)
  if (shown.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        None open
      </Text>
    )
  }
  return (
    <Group gap={4} wrap="nowrap">
      {shown.map((severity) => (
        <Tooltip key={severity} label={`${SEVERITY_LABELS[severity]}: ${open[severity]} open`}>
          <TextLink
            to="/vulnerabilities"
            search={{ assetId: String(id), severity, status: OPEN_STATUSES_TEXT }}
            aria-label={`${open[severity]} open, ${SEVERITY_LABELS[severity]}`}
            size="xs"
            fw={600}
            px={7}
            py={2}
            miw={26}
            ta="center"
            bdrs="sm"
            underline="never"
            bg={`var(--ls-${SEVERITY_TONES[severity]}-bg)`}
            c={`var(--ls-${SEVERITY_TONES[severity]}-fg)`}
          >
            {open[severity]}
          </TextLink>
        </Tooltip>
      ))}
    </Group>
  )
}

import { Checkbox, Stack, Switch, Text } from '@mantine/core'

import {
  MAPPED_SEVERITIES,
  SEVERITY_LABELS,
  type MappedSeverity,
} from '../../../../src/http/contract.ts'
import { SeverityBadge } from '../../ui/severity-badge.tsx'
import { WORST_FIRST, allOf, withSeverity } from './severities-to-send.ts'

interface Props {
  readonly send: boolean
  readonly severities: readonly MappedSeverity[]
  readonly onSend: (send: boolean) => void
  readonly onSeverities: (severities: MappedSeverity[]) => void
}

/** What becomes a ticket by itself: nothing, or these severities. */
export function SeveritiesChoice({ send, severities, onSend, onSeverities }: Props) {
  const all = allOf(severities)
  return (
    <Stack>
      <Switch
        label="Send Vulnerability"
        checked={send}
        onChange={(event) => onSend(event.currentTarget.checked)}
      />
      <Stack gap="xs" pl="lg" role="group" aria-label="Severities to send">
        <Checkbox
          label="All"
          checked={all === 'all'}
          indeterminate={all === 'some'}
          disabled={!send}
          onChange={() => onSeverities(all === 'all' ? [] : [...MAPPED_SEVERITIES])}
        />
        {WORST_FIRST.map((severity) => (
          <Checkbox
            key={severity}
            aria-label={SEVERITY_LABELS[severity]}
            label={<SeverityBadge severity={severity} />}
            checked={severities.includes(severity)}
            disabled={!send}
            onChange={(event) =>
              onSeverities(withSeverity(severities, severity, event.currentTarget.checked))
            }
          />
        ))}
      </Stack>
      {send && all === 'none' && (
        <Text size="sm" role="status">
          No severity is chosen: nothing is sent by itself.
        </Text>
      )}
    </Stack>
  )
}

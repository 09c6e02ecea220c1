import { Box, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'

import type { DeliveryView } from '../../../../src/http/contract.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { CardSkeletons } from '../../ui/table-skeletons.tsx'
import type { Tone } from '../../ui/tone-badge.tsx'
import { ToneBadge } from '../../ui/tone-badge.tsx'
import { deliveriesOfQuery } from './vulnerability-queries.ts'

const TONES: Record<DeliveryView['level'], Tone> = {
  INFO: 'neutral',
  WARN: 'medium',
  ERROR: 'critical',
}
const LEVELS: Record<DeliveryView['level'], string> = { INFO: 'Info', WARN: 'Warn', ERROR: 'Error' }
const SHOWN = 6

export function DeliveriesPanel({ id }: { id: number }) {
  const { data, error, refetch } = useQuery(deliveriesOfQuery(String(id)))
  const items = data?.items.slice(0, SHOWN)
  return (
    <Box mt="lg">
      <Panel title="Recent deliveries">
        {error && !data && <ErrorPanel error={error} onRetry={() => void refetch()} />}
        {!data && !error && <CardSkeletons rows={2} />}
        {items?.length === 0 && (
          <Text size="sm" c="dimmed">
            Nothing was sent or heard yet.
          </Text>
        )}
        <Stack gap="sm">
          {items?.map((item) => (
            <Line key={item.id} delivery={item} />
          ))}
        </Stack>
      </Panel>
    </Box>
  )
}

function Line({ delivery: { level, at, message, details } }: { delivery: DeliveryView }) {
  const words = Object.entries(details).map(([key, value]) => `${key}=${value}`)
  return (
    <div>
      <Group gap="xs" justify="space-between" wrap="nowrap">
        <ToneBadge tone={TONES[level]}>{LEVELS[level]}</ToneBadge>
        <RelativeTime at={at} size="xs" />
      </Group>
      <Text size="sm" mt={4} style={{ overflowWrap: 'anywhere' }}>
        {message}
      </Text>
      {words.length > 0 && (
        <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {words.join(' ')}
        </Text>
      )}
    </div>
  )
}

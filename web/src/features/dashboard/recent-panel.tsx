import { Box, Group, Text } from '@mantine/core'

import type { DashboardView } from '../../../../src/http/contract.ts'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { SeverityBadge } from '../../ui/severity-badge.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { Truncated } from '../../ui/truncated.tsx'

type Item = DashboardView['recentlyUpdated'][number]

export function RecentPanel({ items }: { items: readonly Item[] }) {
  return (
    <Panel
      title="Recently updated"
      grow
      flush
      actions={
        <TextLink to="/vulnerabilities" search={{ sort: 'updated', direction: 'desc' }} size="sm">
          Show all
        </TextLink>
      }
    >
      {items.length === 0 && (
        <Text size="sm" c="dimmed" px="sm" pb="md">
          Nothing has happened yet.
        </Text>
      )}
      <Box component="ul" m={0} p={0} aria-label="Recently updated">
        {items.map((item) => (
          <Row key={item.id} item={item} />
        ))}
      </Box>
    </Panel>
  )
}

function Row({ item: { id, title, severity, status, updatedAt } }: { item: Item }) {
  return (
    <Box
      component="li"
      px="sm"
      py={9}
      style={{ listStyle: 'none', borderTop: '1px solid var(--mantine-color-default-border)' }}
    >
      <Group gap="sm" justify="space-between" wrap="nowrap">
        <Box style={{ flex: 1, minWidth: 0 }}>
          <Truncated text={title}>
            <TextLink
              to="/vulnerabilities/$vulnerabilityId"
              params={{ vulnerabilityId: String(id) }}
              size="sm"
              fw={500}
              c="var(--mantine-color-text)"
            >
              {title}
            </TextLink>
          </Truncated>
        </Box>
        <Group gap={6} wrap="nowrap" visibleFrom="xs">
          <Box w={98}>
            <SeverityBadge severity={severity} />
          </Box>
          <Box w={150}>
            <StatusBadge status={status} />
          </Box>
        </Group>
        <Box w={104} ta="right" style={{ flexShrink: 0 }}>
          <RelativeTime at={updatedAt} size="xs" />
        </Box>
      </Group>
    </Box>
  )
}

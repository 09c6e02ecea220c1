import { Button, Center, Group, Text, Timeline as MantineTimeline } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import {
  IconArchive,
  IconArrowsExchange,
  IconGitMerge,
  IconPencil,
  IconPlus,
  IconTicket,
} from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'

import type { HistoryEntry } from '../../../../src/http/contract.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { CardSkeletons } from '../../ui/table-skeletons.tsx'
import { historyQuery } from './vulnerability-queries.ts'

const ICONS: Record<HistoryEntry['kind'], Icon> = {
  created: IconPlus,
  status: IconArrowsExchange,
  edited: IconPencil,
  ticket: IconTicket,
  conflict: IconGitMerge,
  archived: IconArchive,
}

const ACTOR_KINDS: Record<HistoryEntry['actor']['kind'], string> = {
  person: '',
  api_key: 'API key',
  integration: 'integration',
  lockstep: '',
}

/** Who did what, when and why; newest first. */
export function Timeline({ id }: { id: number }) {
  const history = useInfiniteQuery(historyQuery(String(id)))
  const entries = history.data?.pages.flatMap(({ items }) => items)
  return (
    <Panel title="Timeline">
      {history.error && !entries && (
        <ErrorPanel error={history.error} onRetry={() => void history.refetch()} />
      )}
      {history.isPending && <CardSkeletons rows={4} />}
      <MantineTimeline bulletSize={30} lineWidth={2}>
        {entries?.map((entry) => {
          const IconOf = ICONS[entry.kind]
          return (
            <MantineTimeline.Item
              key={entry.id}
              bullet={<IconOf size={16} aria-hidden />}
              title={<Headline entry={entry} />}
            >
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {entry.message}
              </Text>
              {entry.reason !== '' && (
                <Text
                  size="sm"
                  c="dimmed"
                  style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}
                >
                  Reason: {entry.reason}
                </Text>
              )}
            </MantineTimeline.Item>
          )
        })}
      </MantineTimeline>
      {history.hasNextPage && (
        <Center mt="md">
          <Button
            variant="default"
            loading={history.isFetchingNextPage}
            onClick={() => void history.fetchNextPage()}
          >
            Show earlier
          </Button>
        </Center>
      )}
    </Panel>
  )
}

function Headline({ entry: { actor, at } }: { entry: HistoryEntry }) {
  const kind = ACTOR_KINDS[actor.kind]
  return (
    <Group gap={8} component="span">
      <Text span size="sm" fw={600}>
        {actor.name}
      </Text>
      {kind !== '' && (
        <Text span size="xs" c="dimmed">
          {kind}
        </Text>
      )}
      <Text span c="dimmed" size="xs">
        <RelativeTime at={at} size="xs" />
      </Text>
    </Group>
  )
}

import { Box, Group, Text } from '@mantine/core'
import { IconTicket } from '@tabler/icons-react'

import { countWords, totalOf, type ImportView } from '../../../../src/http/contract.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { number } from './number-words.ts'

/** Imports whose tickets wait for somebody's word; nothing where none do. */
export function QuestionsPanel({ items }: { items: readonly ImportView[] }) {
  if (items.length === 0) return null
  return (
    <Panel title="Waiting for an answer" flush>
      <Box component="ul" m={0} p={0} aria-label="Waiting for an answer">
        {items.map((item) => (
          <Question key={item.id} data={item} />
        ))}
      </Box>
    </Panel>
  )
}

function Question({ data: { id, asset, question, createdAt } }: { data: ImportView }) {
  if (question === null) return null
  const place = {
    to: '/assets/$assetId/imports/$importId',
    params: { assetId: String(asset.id), importId: String(id) },
  } as const
  return (
    <Box
      component="li"
      px="sm"
      py={9}
      style={{ listStyle: 'none', borderTop: '1px solid var(--mantine-color-default-border)' }}
    >
      <Group gap="sm" wrap="nowrap">
        <IconTicket size={20} color="var(--ls-medium-mark)" style={{ flexShrink: 0 }} aria-hidden />
        <Box flex={1} miw={0}>
          <TextLink
            {...place}
            display="block"
            size="sm"
            fw={500}
            style={{ overflowWrap: 'anywhere' }}
          >
            An import into {asset.name} opens {number(totalOf(question.counts))} tickets
          </TextLink>
          <Text size="xs" c="dimmed">
            {countWords(question.counts)} · <RelativeTime at={createdAt} size="xs" />
          </Text>
        </Box>
        <ButtonLink {...place} size="xs" variant="default" style={{ flexShrink: 0 }}>
          Answer
        </ButtonLink>
      </Group>
    </Box>
  )
}

import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconTicket } from '@tabler/icons-react'
import type { ReactNode, Ref } from 'react'

import { countWords, type ImportView } from '../../../../src/http/contract.ts'
import { number } from './import-words.ts'

interface Props {
  readonly question: NonNullable<ImportView['question']>
  readonly title: string
  readonly lead: string
  readonly children: ReactNode
  /** Below a panel's heading, or a heading of the page. */
  readonly order?: 2 | 3
  readonly ref?: Ref<HTMLElement>
}

/** The question about tickets in words, around the ways to answer it. */
export function QuestionFrame({ question, title, lead, children, order = 3, ref }: Props) {
  const { counts, limit, asked } = question
  const mark = `var(--ls-${asked === 'open' ? 'medium' : 'good'}-mark)`
  return (
    <Paper
      component="section"
      ref={ref}
      tabIndex={-1}
      aria-label="Question about tickets"
      withBorder
      p="md"
      style={{ borderColor: mark, outline: 'none' }}
    >
      <Group gap="sm" align="flex-start" wrap="nowrap">
        <IconTicket size={22} color={mark} style={{ flexShrink: 0 }} aria-hidden />
        <Stack gap="md" flex={1} miw={0}>
          <Stack gap={4}>
            <Title order={order} fz="md">
              {title}
            </Title>
            <Text size="sm">{countWords(counts)}.</Text>
            <Text size="sm" c="dimmed">
              More than {number(limit)} by one import are not opened without a question. {lead}
            </Text>
          </Stack>
          {children}
        </Stack>
      </Group>
    </Paper>
  )
}

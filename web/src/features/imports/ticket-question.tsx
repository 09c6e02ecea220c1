import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconTicket } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'

import { countWords, totalOf, type ImportView } from '../../../../src/http/contract.ts'
import { useMe } from '../../app/session.ts'
import { FormError } from '../../ui/form-error.tsx'
import { told } from '../../ui/notify.ts'
import { useAnswerTickets } from './import-queries.ts'
import { number } from './import-words.ts'
import { answerOf, NO_ANSWER } from './ticket-answer.ts'
import { TicketChoice } from './ticket-choice.tsx'

type Question = NonNullable<ImportView['question']>

/** More tickets than anybody wants without being asked: they wait for the answer that is given here. */
export function TicketQuestion({ importId, question }: { importId: number; question: Question }) {
  const { permissions } = useMe()
  const [draft, setDraft] = useState(NO_ANSWER)
  const send = useAnswerTickets(importId)
  const answer = answerOf(draft)
  const confirm = () => {
    if (answer === undefined) return
    send.mutate(answer, {
      onSuccess: () =>
        told(answer.answer === 'hold' ? 'The tickets stay held' : 'Sending has begun'),
    })
  }
  return (
    <Asked
      question={question}
      title="This import opens"
      lead="They are held until you say what to do."
    >
      {permissions.triage ? (
        <>
          <TicketChoice counts={question.counts} draft={draft} onChange={setDraft} />
          <FormError error={send.error} />
          <Group>
            <Button onClick={confirm} disabled={answer === undefined} loading={send.isPending}>
              Confirm
            </Button>
          </Group>
        </>
      ) : (
        <Text size="sm">Somebody with the profile Developer or Admin can answer.</Text>
      )}
    </Asked>
  )
}

interface AskedProps {
  readonly question: Question
  /** Goes on with the number of tickets. */
  readonly title: string
  readonly lead: string
  readonly children: ReactNode
}

/** The question in words, around the ways to answer it. */
export function Asked({ question: { counts, limit }, title, lead, children }: AskedProps) {
  return (
    <Paper
      component="section"
      aria-label="Question about tickets"
      withBorder
      p="md"
      style={{ borderColor: 'var(--ls-medium-mark)' }}
    >
      <Group gap="sm" align="flex-start" wrap="nowrap">
        <IconTicket size={22} color="var(--ls-medium-mark)" style={{ flexShrink: 0 }} aria-hidden />
        <Stack gap="md" flex={1} miw={0}>
          <Stack gap={4}>
            <Title order={3} fz="md">
              {title} {number(totalOf(counts))} tickets
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

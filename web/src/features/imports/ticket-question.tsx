import { Button, Group, Text } from '@mantine/core'
import { useRef, useState } from 'react'

import { totalOf, type ImportView, type TicketAnswer } from '../../../../src/http/contract.ts'
import { useMe } from '../../app/session.ts'
import { FormError } from '../../ui/form-error.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useAnswerTickets } from './import-queries.ts'
import { number, sentWords } from './import-words.ts'
import { QuestionFrame } from './question-frame.tsx'
import { answerOf, NO_ANSWER } from './ticket-answer.ts'
import { TicketChoice } from './ticket-choice.tsx'

type Question = NonNullable<ImportView['question']>

interface Props {
  readonly data: ImportView
  readonly question: Question
  readonly order?: 2 | 3
}

/** More tickets than anybody wants without being asked: they wait for the answer that is given here. */
export function TicketQuestion({ data: { id, asset }, question, order = 3 }: Props) {
  const { permissions } = useMe()
  const [isAgain, setAgain] = useState(false)
  const frame = useRef<HTMLElement>(null)
  const isOpen = question.asked === 'open'
  const count = `${number(totalOf(question.counts))} tickets`
  const send = useAnswerTickets(id)
  const confirm = (answer: TicketAnswer) =>
    send.mutate(answer, {
      onSuccess() {
        setAgain(false)
        // The button that was pressed is gone.
        frame.current?.focus()
      },
    })
  return (
    <QuestionFrame
      ref={frame}
      order={order}
      question={question}
      title={isOpen ? `This import opens ${count}` : `The question about ${count} is answered`}
      lead={
        isOpen
          ? 'They are held until you say what to do.'
          : `${sentWords(question)} What is held can still be sent by another answer.`
      }
    >
      {!permissions.triage && isOpen && (
        <Text size="sm">Somebody with the profile Developer or Admin can answer.</Text>
      )}
      {permissions.triage && (isOpen || isAgain) && (
        <Answer
          question={question}
          onConfirm={confirm}
          isPending={send.isPending}
          error={send.error}
        />
      )}
      {permissions.triage && !isOpen && !isAgain && (
        <Group>
          <Button variant="default" size="xs" onClick={() => setAgain(true)}>
            Answer again
          </Button>
        </Group>
      )}
      <TextLink
        to="/vulnerabilities"
        search={{ assetId: String(asset.id), sending: 'held' }}
        size="sm"
        style={{ alignSelf: 'flex-start' }}
      >
        Show what is held
      </TextLink>
    </QuestionFrame>
  )
}

interface AnswerProps {
  readonly question: Question
  readonly onConfirm: (answer: TicketAnswer) => void
  readonly isPending: boolean
  readonly error: unknown
}

function Answer({ question, onConfirm, isPending, error }: AnswerProps) {
  const [draft, setDraft] = useState(NO_ANSWER)
  const answer = answerOf(draft)
  return (
    <>
      <TicketChoice counts={question.counts} draft={draft} onChange={setDraft} />
      <FormError error={error} />
      <Group>
        <Button
          onClick={() => answer && onConfirm(answer)}
          disabled={answer === undefined}
          loading={isPending}
        >
          Confirm
        </Button>
      </Group>
    </>
  )
}

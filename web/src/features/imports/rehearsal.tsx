import { Button, Group } from '@mantine/core'
import { IconArrowLeft, IconFileImport } from '@tabler/icons-react'
import { useState } from 'react'

import { totalOf, type ImportView } from '../../../../src/http/contract.ts'
import { ImportResult } from './import-result.tsx'
import { number } from './import-words.ts'
import { QuestionFrame } from './question-frame.tsx'
import { NO_ANSWER, ticketsOf } from './ticket-answer.ts'
import { TicketChoice } from './ticket-choice.tsx'

interface Props {
  readonly data: ImportView
  /** `tickets` answers the question beforehand. */
  readonly onImport: (tickets: string | undefined) => void
  readonly onBack: () => void
}

/** What would happen, and the way on or back. */
export function Rehearsal({ data, onImport, onBack }: Props) {
  const [draft, setDraft] = useState(NO_ANSWER)
  const question = data.question?.asked === 'open' ? data.question : null
  return (
    <ImportResult data={data}>
      {question !== null && (
        <QuestionFrame
          question={question}
          title={`It would open ${number(totalOf(question.counts))} tickets`}
          lead="Answer now, or leave it open: then they are held, and you are asked afterwards."
        >
          <TicketChoice counts={question.counts} draft={draft} onChange={setDraft} />
        </QuestionFrame>
      )}
      <Group gap="sm">
        <Button
          leftSection={<IconFileImport size={16} aria-hidden />}
          onClick={() => onImport(ticketsOf(draft))}
        >
          Import now
        </Button>
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={16} aria-hidden />}
          onClick={onBack}
        >
          Back
        </Button>
      </Group>
    </ImportResult>
  )
}

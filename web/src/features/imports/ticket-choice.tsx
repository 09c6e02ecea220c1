import { Checkbox, Group, Radio, Stack } from '@mantine/core'
import { Fragment } from 'react'

import {
  MAPPED_SEVERITIES,
  SEVERITY_LABELS,
  totalOf,
  type TicketAnswer,
  type TicketCounts,
} from '../../../../src/http/contract.ts'
import { number } from './import-words.ts'
import { withSeverity, type TicketAnswerDraft } from './ticket-answer.ts'

interface Props {
  readonly counts: TicketCounts
  readonly draft: TicketAnswerDraft
  readonly onChange: (draft: TicketAnswerDraft) => void
}

const CHOICES = ['send', 'severities', 'hold'] as const satisfies TicketAnswer['answer'][]

/** Send all, some by severity, or none. */
export function TicketChoice({ counts, draft, onChange }: Props) {
  const words = {
    send: {
      label: `Open all ${number(totalOf(counts))}`,
      description: 'They go out as fast as the instance bears.',
    },
    severities: { label: 'Open some, by severity', description: 'The others are held.' },
    hold: {
      label: 'Open none',
      description: 'All are held. Each can be sent by hand, or all later by another answer.',
    },
  }
  const choose = (value: string) => {
    const choice = CHOICES.find((each) => each === value)
    if (choice !== undefined) onChange({ ...draft, choice })
  }
  return (
    <Radio.Group
      aria-label="What shall become of these tickets?"
      value={draft.choice}
      onChange={choose}
    >
      <Stack gap="sm">
        {CHOICES.map((choice) => (
          <Fragment key={choice}>
            <Radio value={choice} {...words[choice]} />
            {choice === 'severities' && draft.choice === 'severities' && (
              <Severities counts={counts} draft={draft} onChange={onChange} />
            )}
          </Fragment>
        ))}
      </Stack>
    </Radio.Group>
  )
}

function Severities({ counts, draft, onChange }: Props) {
  return (
    <Group gap="md" pl={32} role="group" aria-label="Severities to open tickets for">
      {MAPPED_SEVERITIES.toReversed()
        .filter((severity) => counts[severity] > 0)
        .map((severity) => (
          <Checkbox
            key={severity}
            label={`${SEVERITY_LABELS[severity]} (${number(counts[severity])})`}
            checked={draft.severities.includes(severity)}
            onChange={(event) =>
              onChange(withSeverity(draft, severity, event.currentTarget.checked))
            }
          />
        ))}
    </Group>
  )
}

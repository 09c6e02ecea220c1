import { Checkbox, Group, Radio, Stack } from '@mantine/core'
import { Fragment } from 'react'

import {
  SEVERITIES,
  SEVERITY_LABELS,
  type PairingPreview,
  type Severity,
} from '../../../../src/http/contract.ts'
import type { AnswerDraft } from './existing-answer.ts'

interface Props {
  readonly total: number
  /** Counts by severity where they are known. */
  readonly bySeverity?: PairingPreview['waiting']['bySeverity'] | undefined
  readonly answer: AnswerDraft
  readonly onChange: (answer: AnswerDraft) => void
  /** Held already: "later" would be no change. */
  readonly withLater: boolean
}

const CHOICES = [
  { value: 'send', label: 'Send them now', description: 'Each gets a ticket; progress is shown.' },
  {
    value: 'new_only',
    label: 'Only new ones',
    description: 'These stay without; what is identified from now on gets a ticket.',
  },
  { value: 'severities', label: 'Choose severities', description: 'Send a part of them now.' },
  {
    value: 'later',
    label: 'Decide later',
    description: 'They are held, and say so, until you answer.',
  },
] as const

export function ExistingQuestion({ total, bySeverity, answer, onChange, withLater }: Props) {
  const count = total.toLocaleString('en')
  const choose = (value: string) => {
    const choice = CHOICES.find((each) => each.value === value)?.value
    if (choice !== undefined) onChange({ ...answer, choice })
  }
  return (
    <Stack>
      <Radio.Group
        label={total === 1 ? '1 vulnerability is waiting' : `${count} vulnerabilities are waiting`}
        description="They were there before this project."
        value={answer.choice}
        onChange={choose}
      >
        <Stack gap="sm" mt="sm">
          {CHOICES.filter(({ value }) => withLater || value !== 'later').map((choice) => (
            <Fragment key={choice.value}>
              <Radio {...choice} />
              {choice.value === 'severities' && answer.choice === 'severities' && (
                <SeveritiesToSend bySeverity={bySeverity} answer={answer} onChange={onChange} />
              )}
            </Fragment>
          ))}
        </Stack>
      </Radio.Group>
    </Stack>
  )
}

function SeveritiesToSend({
  bySeverity,
  answer,
  onChange,
}: Pick<Props, 'bySeverity' | 'answer' | 'onChange'>) {
  return (
    <Group gap="md" pl={32} role="group" aria-label="Severities to send now">
      {SEVERITIES.toReversed()
        .filter((severity) => bySeverity === undefined || (bySeverity[severity] ?? 0) > 0)
        .map((severity) => (
          <Checkbox
            key={severity}
            label={labelOf(severity, bySeverity?.[severity])}
            checked={answer.severities.includes(severity)}
            onChange={(event) =>
              onChange({
                ...answer,
                severities: toggled(answer, severity, event.currentTarget.checked),
              })
            }
          />
        ))}
    </Group>
  )
}

function labelOf(severity: Severity, count: number | undefined): string {
  const label = SEVERITY_LABELS[severity]
  return count === undefined ? label : `${label} (${count.toLocaleString('en')})`
}

function toggled({ severities }: AnswerDraft, severity: Severity, isOn: boolean): Severity[] {
  return SEVERITIES.filter((each) => (each === severity ? isOn : severities.includes(each)))
}

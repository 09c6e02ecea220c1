import { Button, Group, Stack, Text } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'

import { MAPPED_STATUSES, type Choice, type TableDetail } from '../../../../../src/http/contract.ts'
import { Notice } from '../../../ui/notice.tsx'
import type { MappingDraft } from '../mapping/draft.ts'
import { editInbound, inboundOf, judgesByItself, type Inbound } from '../mapping/inbound.ts'
import { ChoiceSelect } from './choice-select.tsx'
import { FormSection } from './form-section.tsx'
import { FORM_LABELS } from './mapped-status-labels.ts'

interface Props {
  readonly draft: MappingDraft
  readonly table: TableDetail
  readonly onChange: (draft: MappingDraft) => void
}

const CHOICES: readonly { value: Exclude<Inbound, ''>; label: string }[] = [
  ...MAPPED_STATUSES.map((status) => ({ value: status, label: FORM_LABELS[status] })),
  { value: 'ignore', label: 'Ignore' },
]

export function InboundSection({ draft, table, onChange }: Props) {
  const inbound = inboundOf(draft, table.name)
  const change = (state: string, value: string) => {
    const known = CHOICES.find((choice) => choice.value === value)?.value ?? ''
    onChange({ ...draft, inboundEdits: editInbound(draft, table.name, state, known) })
  }
  return (
    <FormSection
      title="From ServiceNow"
      text="What a ticket moved in ServiceNow does here. Filled from the mapping above; a state that is not mapped keeps our status and writes a line in Recent deliveries."
    >
      <Stack gap="xs">
        {statesOf(table, inbound).map(({ value: state, label }) => (
          <Stack key={state} gap={4}>
            <Group gap="md" wrap="nowrap">
              <Text size="sm" fw={500} w={{ base: '42%', xs: 180 }} style={{ flexShrink: 0 }}>
                {label}
              </Text>
              <ChoiceSelect
                aria-label={`Status for ${label}`}
                placeholder="Not mapped"
                choices={CHOICES}
                value={inbound[state] ?? ''}
                onChange={(value) => change(state, value)}
                clearable
                clearButtonProps={{ 'aria-label': 'Clear' }}
                allowDeselect={false}
                style={{ flex: 1, minWidth: 0 }}
              />
            </Group>
            {judgesByItself(table.name, state, inbound[state] ?? '') && (
              <Notice tone="medium" role="status">
                ServiceNow closes resolved incidents by itself after about a day. Every
                vulnerability whose ticket was resolved would become{' '}
                {
                  FORM_LABELS[
                    inbound[state] === 'FALSE_POSITIVE' ? 'FALSE_POSITIVE' : 'RISK_ACCEPTED'
                  ]
                }{' '}
                without anyone deciding so. Ignore is safer.
              </Notice>
            )}
          </Stack>
        ))}
      </Stack>
      {Object.keys(draft.inboundEdits).length > 0 && (
        <Button
          size="xs"
          variant="default"
          style={{ alignSelf: 'flex-start' }}
          leftSection={<IconArrowBackUp size={14} aria-hidden />}
          onClick={() => onChange({ ...draft, inboundEdits: {} })}
        >
          Fill again from the mapping above
        </Button>
      )}
    </FormSection>
  )
}

/** The instance's states, then those that a saved map still names although they are gone. */
function statesOf(table: TableDetail, inbound: Readonly<Record<string, unknown>>): Choice[] {
  const known = new Set(table.states.map(({ value }) => value))
  const gone = Object.keys(inbound).filter((state) => !known.has(state))
  return [
    ...table.states,
    ...gone.map((value) => ({ value, label: `${value} (no longer offered)` })),
  ]
}

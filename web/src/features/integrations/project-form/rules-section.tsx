import { NumberInput, Radio, Stack } from '@mantine/core'

import type { MappingDraft } from '../mapping/draft.ts'
import { FormSection } from './form-section.tsx'

interface Props {
  readonly draft: MappingDraft
  readonly onChange: (draft: MappingDraft) => void
}

export function RulesSection({ draft, onChange }: Props) {
  return (
    <FormSection title="Rules">
      <Radio.Group
        label="When both sides moved, the winner is"
        description="The other side's change is written in the timeline."
        value={draft.winner}
        onChange={(winner) =>
          onChange({ ...draft, winner: winner === 'platform' ? 'platform' : 'servicenow' })
        }
      >
        <Stack gap="xs" mt="xs">
          <Radio value="servicenow" label="ServiceNow" />
          <Radio value="platform" label="Lockstep" />
        </Stack>
      </Radio.Group>
      <NumberInput
        label="A risk accepted in ServiceNow is looked at again after (days)"
        maw={420}
        min={1}
        max={3_650}
        allowDecimal={false}
        value={draft.riskAcceptedDays}
        onChange={(days) => onChange({ ...draft, riskAcceptedDays: Number(days) })}
        error={
          draft.riskAcceptedDays >= 1 && draft.riskAcceptedDays <= 3_650
            ? undefined
            : 'Enter between 1 and 3,650 days'
        }
      />
    </FormSection>
  )
}

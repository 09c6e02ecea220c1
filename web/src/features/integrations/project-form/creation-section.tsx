import { Button } from '@mantine/core'

import type { TableDetail } from '../../../../../src/http/contract.ts'
import type { MappingDraft } from '../mapping/draft.ts'
import { FieldValues } from './field-values.tsx'
import { FormSection } from './form-section.tsx'
import { listed } from './mapped-status-labels.ts'

interface Props {
  readonly draft: MappingDraft
  readonly table: TableDetail
  readonly onChange: (draft: MappingDraft) => void
}

/** Filled by Lockstep or by ServiceNow itself, whatever the dictionary demands. */
const FILLED = [
  'short_description',
  'description',
  'state',
  'impact',
  'urgency',
  'priority',
  'number',
]

export function CreationSection({ draft, table, onChange }: Props) {
  const missing = table.fields.filter(
    ({ name, mandatory }) =>
      mandatory && !FILLED.includes(name) && draft.creation[name] === undefined,
  )
  const addMissing = () =>
    onChange({
      ...draft,
      creation: {
        ...draft.creation,
        ...Object.fromEntries(missing.map(({ name }) => [name, ''])),
      },
    })
  return (
    <FormSection
      title="New tickets"
      text="Fields that every new ticket gets, such as assignment group, category or caller."
    >
      {missing.length > 0 && (
        <Button size="xs" variant="light" style={{ alignSelf: 'flex-start' }} onClick={addMissing}>
          Add {listed(missing.map(({ label }) => label))}, which this table needs
        </Button>
      )}
      <FieldValues
        label="Fields of new tickets"
        table={table}
        values={draft.creation}
        onChange={(creation) => onChange({ ...draft, creation })}
      />
    </FormSection>
  )
}

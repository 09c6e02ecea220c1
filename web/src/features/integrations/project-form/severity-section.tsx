import { Stack } from '@mantine/core'

import {
  MAPPED_SEVERITIES,
  type MappedSeverity,
  type TableDetail,
} from '../../../../../src/http/contract.ts'
import type { MappingDraft } from '../mapping/draft.ts'
import type { SeverityDraft } from '../mapping/priority.ts'
import { FormSection } from './form-section.tsx'
import { SeverityRow } from './severity-row.tsx'

interface Props {
  readonly draft: MappingDraft
  readonly table: TableDetail
  readonly onChange: (draft: MappingDraft) => void
}

const HOW: Record<TableDetail['lookup']['source'], string> = {
  instance:
    'ServiceNow computes priority from impact and urgency. Choose the priority, and the pair that gives it is filled in. The rules were read from the instance.',
  stock:
    "ServiceNow computes priority from impact and urgency. Choose the priority, and the pair that gives it is filled in. The instance's own rules could not be read, so ServiceNow's standard table is shown.",
  none: 'This table computes no priority: it is sent as chosen, together with impact and urgency.',
}

export function SeveritySection({ draft, table, onChange }: Props) {
  const change = (severity: MappedSeverity, row: SeverityDraft) =>
    onChange({ ...draft, severities: { ...draft.severities, [severity]: row } })
  return (
    <FormSection title="Severity Mapping" text={HOW[table.lookup.source]}>
      <Stack gap="md">
        {MAPPED_SEVERITIES.map((severity) => (
          <SeverityRow
            key={severity}
            severity={severity}
            row={draft.severities[severity]}
            table={table}
            onChange={(row) => change(severity, row)}
          />
        ))}
      </Stack>
    </FormSection>
  )
}

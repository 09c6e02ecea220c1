import { Group, Stack, Text } from '@mantine/core'

import {
  MAPPED_STATUSES,
  type MappedStatus,
  type TableDetail,
} from '../../../../../src/http/contract.ts'
import { Notice } from '../../../ui/notice.tsx'
import type { MappingDraft, RowDraft } from '../mapping/draft.ts'
import { sharedStates } from '../mapping/inbound.ts'
import { FormSection } from './form-section.tsx'
import { FORM_LABELS, listed } from './mapped-status-labels.ts'
import { StatusRow } from './status-row.tsx'

interface Props {
  readonly draft: MappingDraft
  readonly table: TableDetail
  readonly isTried: boolean
  readonly onChange: (draft: MappingDraft) => void
}

export function StatusSection({ draft, table, isTried, onChange }: Props) {
  const change = (status: MappedStatus, row: RowDraft) =>
    onChange({ ...draft, outbound: { ...draft.outbound, [status]: row } })
  return (
    <FormSection
      title="Status Mapping"
      text={
        'Only the "Identified" status is required in the following mapping. All other fields are optional.'
      }
    >
      <Group gap="md" visibleFrom="xs" wrap="nowrap" aria-hidden>
        <Text size="xs" fw={600} c="dimmed" w={180}>
          Status
        </Text>
        <Text size="xs" fw={600} c="dimmed">
          External Status
        </Text>
      </Group>
      <Stack gap="sm">
        {MAPPED_STATUSES.map((status) => (
          <StatusRow
            key={status}
            status={status}
            row={draft.outbound[status]}
            table={table}
            isTried={isTried}
            onChange={(row) => change(status, row)}
          />
        ))}
      </Stack>
      {sharedStates(draft.outbound).map(({ state, statuses }) => (
        <Notice key={state} tone="brand">
          {listed(statuses.map((status) => FORM_LABELS[status]))} lead to the same state,{' '}
          {stateLabel(table, state)}. When a ticket is moved there in ServiceNow, a vulnerability
          that is in one of them stays; any other becomes{' '}
          {statuses[0] === undefined ? '' : FORM_LABELS[statuses[0]]}, unless you choose otherwise
          below.
        </Notice>
      ))}
    </FormSection>
  )
}

function stateLabel(table: TableDetail, state: string): string {
  return table.states.find(({ value }) => value === state)?.label ?? state
}

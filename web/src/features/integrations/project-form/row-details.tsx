import { Button, Paper, Stack, Text } from '@mantine/core'

import type { MappedStatus, TableDetail } from '../../../../../src/http/contract.ts'
import { usuallyDemanded } from '../mapping/defaults.ts'
import type { RowDraft } from '../mapping/draft.ts'
import { FieldValues } from './field-values.tsx'
import { Hops } from './hops.tsx'
import { FORM_LABELS, listed } from './mapped-status-labels.ts'
import { Placeholders } from './placeholders.tsx'

interface Props {
  readonly status: MappedStatus
  readonly row: RowDraft
  readonly table: TableDetail
  readonly onChange: (row: RowDraft) => void
}

export function RowDetails({ status, row, table, onChange }: Props) {
  const label = FORM_LABELS[status]
  const missing = Object.entries(usuallyDemanded(table.name, row.state)).filter(
    ([name]) => row.fields[name] === undefined,
  )
  return (
    <Paper withBorder p="md" mt="xs" bg="var(--ls-canvas)">
      <Stack gap="md">
        <Stack gap="xs">
          <Text size="sm" fw={600}>
            Extra fields
          </Text>
          <Text size="xs" c="dimmed">
            Sent together with the state: what the instance demands on the way in, such as a
            resolution code.
          </Text>
          {missing.length > 0 && (
            <Button
              size="xs"
              variant="light"
              style={{ alignSelf: 'flex-start' }}
              onClick={() =>
                onChange({ ...row, fields: { ...row.fields, ...Object.fromEntries(missing) } })
              }
            >
              Add {listed(missing.map(([name]) => name))}, which this state usually needs
            </Button>
          )}
          <FieldValues
            label={`Extra fields for ${label}`}
            table={table}
            values={row.fields}
            onChange={(fields) => onChange({ ...row, fields })}
          />
          <Placeholders />
        </Stack>
        <Hops
          label={label}
          hops={row.hops}
          table={table}
          onChange={(hops) => onChange({ ...row, hops })}
        />
      </Stack>
    </Paper>
  )
}

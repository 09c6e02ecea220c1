import { Box, Group, SimpleGrid, Text } from '@mantine/core'

import {
  SEVERITY_LABELS,
  type MappedSeverity,
  type TableDetail,
} from '../../../../../src/http/contract.ts'
import { SeverityBadge } from '../../../ui/severity-badge.tsx'
import {
  chosen,
  levelChoices,
  pairOf,
  priorityChoices,
  priorityOf,
  promised,
  type SeverityDraft,
} from '../mapping/priority.ts'
import { ChoiceSelect } from './choice-select.tsx'

interface Props {
  readonly severity: MappedSeverity
  readonly row: SeverityDraft
  readonly table: TableDetail
  readonly onChange: (row: SeverityDraft) => void
}

export function SeverityRow({ severity, row, table, onChange }: Props) {
  const { lookup } = table
  const label = SEVERITY_LABELS[severity]
  const priorities = priorityChoices(table).map((choice) => ({
    ...choice,
    disabled: lookup.source !== 'none' && pairOf(lookup, choice.value) === null,
  }))
  const level = (name: 'impact' | 'urgency') => (value: string) =>
    onChange(promised(lookup, { ...row, [name]: value }))
  return (
    <Box role="group" aria-label={`Severity ${label}`}>
      <Group align="flex-end" gap="md">
        <Box w={96} pb={{ base: 0, sm: 8 }}>
          <SeverityBadge severity={severity} />
        </Box>
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="xs" style={{ flex: '1 1 240px' }}>
          <ChoiceSelect
            label="Priority"
            aria-label={`Priority for ${label}`}
            choices={priorities}
            value={row.priority}
            onChange={(priority) => onChange(chosen(lookup, priority))}
            allowDeselect={false}
          />
          <ChoiceSelect
            label="Impact"
            aria-label={`Impact for ${label}`}
            choices={levelChoices(table.impacts)}
            value={row.impact}
            onChange={level('impact')}
            allowDeselect={false}
          />
          <ChoiceSelect
            label="Urgency"
            aria-label={`Urgency for ${label}`}
            choices={levelChoices(table.urgencies)}
            value={row.urgency}
            onChange={level('urgency')}
            allowDeselect={false}
          />
        </SimpleGrid>
      </Group>
      <Text
        size="xs"
        c="dimmed"
        mt={4}
        pl={{ base: 0, sm: 112 }}
        aria-live="polite"
        data-testid={`promise-${severity}`}
      >
        {promise(table, row)}
      </Text>
    </Box>
  )
}

const SOURCE = {
  instance: 'read from the instance',
  stock: "ServiceNow's standard table (could not be read)",
} as const

/** The number that a ticket of this severity will show. */
function promise(table: TableDetail, row: SeverityDraft): string {
  const { lookup } = table
  const label = (priority: string) =>
    priorityChoices(table).find(({ value }) => value === priority)?.label ?? priority
  if (lookup.source === 'none')
    return `Tickets get priority ${label(row.priority)}, sent as chosen.`
  const priority = priorityOf(lookup, row)
  return priority === null
    ? `There is no rule for impact ${row.impact} and urgency ${row.urgency}: ServiceNow decides.`
    : `Tickets get priority ${label(priority)}: ${SOURCE[lookup.source]}.`
}

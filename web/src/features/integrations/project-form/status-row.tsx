import { Box, Button, Collapse, Flex, Group, Text } from '@mantine/core'
import { IconAdjustments, IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useId, useState } from 'react'

import type { MappedStatus, TableDetail } from '../../../../../src/http/contract.ts'
import { ToneBadge } from '../../../ui/tone-badge.tsx'
import type { RowDraft } from '../mapping/draft.ts'
import { ChoiceSelect } from './choice-select.tsx'
import { FORM_LABELS, listed } from './mapped-status-labels.ts'
import { RowDetails } from './row-details.tsx'

interface Props {
  readonly status: MappedStatus
  readonly row: RowDraft
  readonly table: TableDetail
  readonly isTried: boolean
  readonly onChange: (row: RowDraft) => void
}

export function StatusRow({ status, row, table, isTried, onChange }: Props) {
  const [isOpen, setOpen] = useState(false)
  const details = useId()
  const label = FORM_LABELS[status]
  const isRequired = status === 'IDENTIFIED'
  return (
    <Box>
      <Flex gap={{ base: 6, xs: 'md' }} direction={{ base: 'column', xs: 'row' }}>
        <Group gap="xs" w={{ base: '100%', xs: 180 }} mih={{ base: 0, xs: 36 }} wrap="nowrap">
          <Text size="sm" fw={500}>
            {label}
            {isRequired && (
              <Text span c="red" aria-hidden>
                {' *'}
              </Text>
            )}
          </Text>
          {status === 'FIX_ACCEPTED' && <ToneBadge tone="brand">by Lockstep</ToneBadge>}
        </Group>
        <Group gap="xs" wrap="nowrap" align="flex-start" style={{ flex: 1, minWidth: 0 }}>
          <ChoiceSelect
            aria-label={`External Status for ${label}`}
            placeholder={status === 'FIX_ACCEPTED' ? 'A work note only' : 'Not sent'}
            choices={table.states}
            value={row.state}
            onChange={(state) => onChange({ ...row, state })}
            clearable={!isRequired}
            clearButtonProps={{ 'aria-label': 'Clear' }}
            allowDeselect={false}
            required={isRequired}
            error={isRequired && isTried && row.state === '' && 'Choose where new tickets begin'}
            style={{ flex: 1, minWidth: 0 }}
          />
          <Button
            variant="default"
            px="sm"
            disabled={row.state === ''}
            onClick={() => setOpen(!isOpen)}
            aria-expanded={isOpen}
            aria-controls={details}
            aria-label={`Fields and steps for ${label}`}
            leftSection={<IconAdjustments size={16} aria-hidden />}
            rightSection={
              isOpen ? (
                <IconChevronUp size={14} aria-hidden />
              ) : (
                <IconChevronDown size={14} aria-hidden />
              )
            }
          >
            Fields
          </Button>
        </Group>
      </Flex>
      {row.state !== '' && !isOpen && <Extras row={row} />}
      <Collapse expanded={isOpen && row.state !== ''} id={details}>
        {isOpen && <RowDetails status={status} row={row} table={table} onChange={onChange} />}
      </Collapse>
    </Box>
  )
}

/** What is folded away must not be forgotten. */
function Extras({ row: { fields, hops } }: { row: RowDraft }) {
  const names = Object.keys(fields)
  if (names.length === 0 && hops.length === 0) return null
  return (
    <Text size="xs" c="dimmed" mt={4} pl={{ base: 0, xs: 196 }}>
      {[
        ...(names.length > 0 ? [`Also sends ${listed(names)}`] : []),
        ...(hops.length > 0 ? [`passes through ${hops.length} more`] : []),
      ].join('; ')}
    </Text>
  )
}

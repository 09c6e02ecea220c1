import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'

import type { TableDetail } from '../../../../../src/http/contract.ts'
import type { HopDraft } from '../mapping/draft.ts'
import { ChoiceSelect } from './choice-select.tsx'
import { FieldValues } from './field-values.tsx'

interface Props {
  /** The status they are on the way to. */
  readonly label: string
  readonly hops: readonly HopDraft[]
  readonly table: TableDetail
  readonly onChange: (hops: readonly HopDraft[]) => void
}

const MOST = 10

export function Hops({ label, hops, table, onChange }: Props) {
  const replace = (at: number, hop: HopDraft) => onChange(hops.with(at, hop))
  return (
    <Stack gap="xs" role="group" aria-label={`Intermediate states for ${label}`}>
      <Text size="sm" fw={600}>
        Intermediate states
      </Text>
      <Text size="xs" c="dimmed">
        For tables that refuse the direct way (problem, change request): the states to pass through,
        in order.
      </Text>
      {hops.map((hop, at) => (
        // Order is all that a hop is known by.
        <Stack key={at} gap="xs" pl="md" style={{ borderLeft: '3px solid var(--ls-brand-mark)' }}>
          <Group align="flex-end" gap="xs" wrap="nowrap">
            <ChoiceSelect
              label={`Step ${at + 1}`}
              choices={table.states}
              value={hop.state}
              onChange={(state) => replace(at, { ...hop, state })}
              allowDeselect={false}
              placeholder="Choose a state"
              style={{ flex: 1, minWidth: 0 }}
            />
            <ActionIcon
              size={36}
              variant="subtle"
              color="gray"
              aria-label={`Remove step ${at + 1}`}
              onClick={() => onChange(hops.toSpliced(at, 1))}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Group>
          <FieldValues
            label={`Fields of step ${at + 1} for ${label}`}
            table={table}
            values={hop.fields}
            onChange={(fields) => replace(at, { ...hop, fields })}
          />
        </Stack>
      ))}
      <Button
        size="xs"
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        disabled={hops.length >= MOST}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => onChange([...hops, { state: '', fields: {} }])}
      >
        Add intermediate state
      </Button>
    </Stack>
  )
}

import { Button, Checkbox, Group, Popover, ScrollArea, Stack } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'

interface Props<Value extends string> {
  readonly label: string
  readonly options: readonly Value[]
  readonly labels: Readonly<Record<Value, string>>
  readonly value: readonly Value[]
  readonly onChange: (value: Value[]) => void
}

/** Any of some values; a button of constant place that tells how many are chosen. */
export function FilterMenu<Value extends string>(props: Props<Value>) {
  const { label, options, labels, value, onChange } = props
  const toggle = (option: Value) =>
    onChange(options.filter((each) => value.includes(each) !== (each === option)))
  return (
    <Popover position="bottom-start" shadow="md" trapFocus withRoles>
      <Popover.Target>
        <Button
          variant={value.length > 0 ? 'light' : 'default'}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          fw={500}
          px="sm"
        >
          {value.length === 0 ? label : `${label}: ${summary(value, labels)}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={label}>
        <ScrollArea.Autosize mah={340}>
          <Stack gap={10} p={6} role="group" aria-label={label}>
            {options.map((option) => (
              <Checkbox
                key={option}
                size="xs"
                label={labels[option]}
                checked={value.includes(option)}
                onChange={() => toggle(option)}
              />
            ))}
          </Stack>
        </ScrollArea.Autosize>
        <Group justify="flex-end">
          <Button
            size="compact-xs"
            variant="subtle"
            disabled={value.length === 0}
            onClick={() => onChange([])}
          >
            Clear
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  )
}

function summary<Value extends string>(
  value: readonly Value[],
  labels: Readonly<Record<Value, string>>,
): string {
  const [first, ...rest] = value
  if (first === undefined) return ''
  return rest.length === 0 ? labels[first] : `${value.length} chosen`
}

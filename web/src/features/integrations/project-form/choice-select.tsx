import { Select, type SelectProps } from '@mantine/core'

import type { Choice } from '../../../../../src/http/contract.ts'

interface Props extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  readonly choices: readonly (Choice & { readonly disabled?: boolean })[]
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A choice read from the instance. A value that it no longer offers stays visible and says so. */
export function ChoiceSelect({ choices, value, onChange, ...rest }: Props) {
  const isKnown = value === '' || choices.some((choice) => choice.value === value)
  const data = isKnown
    ? [...choices]
    : [...choices, { value, label: `${value} (no longer offered)`, disabled: false }]
  return (
    <Select
      data={data}
      value={value === '' ? null : value}
      onChange={(chosen) => onChange(chosen ?? '')}
      searchable={data.length > 8}
      nothingFoundMessage="Nothing found"
      comboboxProps={{ shadow: 'md' }}
      {...rest}
    />
  )
}

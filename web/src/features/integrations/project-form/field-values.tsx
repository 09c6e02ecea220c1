import { ActionIcon, Group, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'

import type { TableDetail } from '../../../../../src/http/contract.ts'
import type { FieldDrafts } from '../mapping/draft.ts'
import { ChoiceSelect } from './choice-select.tsx'
import { ReferenceSelect } from './reference-select.tsx'

type Field = TableDetail['fields'][number]

interface Props {
  /** Names the group, so that the same field in two places can be told apart. */
  readonly label: string
  readonly table: TableDetail
  readonly values: FieldDrafts
  readonly onChange: (values: FieldDrafts) => void
}

/** Values for fields of the table; the fields and their choices are the instance's. */
export function FieldValues({ label, table, values, onChange }: Props) {
  const names = Object.keys(values)
  const remove = (name: string) =>
    onChange(Object.fromEntries(Object.entries(values).filter(([each]) => each !== name)))
  return (
    <Stack gap="xs" role="group" aria-label={label}>
      {names.map((name) => (
        <Group key={name} align="flex-end" gap="xs" wrap="nowrap">
          <FieldInput
            field={table.fields.find((field) => field.name === name) ?? unknownField(name)}
            value={values[name] ?? ''}
            onChange={(value) => onChange({ ...values, [name]: value })}
          />
          <ActionIcon
            size={36}
            variant="subtle"
            color="gray"
            aria-label={`Remove ${name}`}
            onClick={() => remove(name)}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <AddField
        label={label}
        fields={table.fields.filter(({ name }) => !names.includes(name))}
        onAdd={(name) => onChange({ ...values, [name]: values[name] ?? '' })}
      />
    </Stack>
  )
}

interface InputProps {
  readonly field: Field
  readonly value: string
  readonly onChange: (value: string) => void
}

const LONG = 255

function FieldInput({ field, value, onChange }: InputProps) {
  const { name, type, maxLength, choices, reference } = field
  const common = { label: nameOf(field), style: { flex: 1, minWidth: 0 } }
  if (choices.length > 0) {
    return (
      <ChoiceSelect {...common} choices={choices} value={value} onChange={onChange} clearable />
    )
  }
  if (type.includes('journal') || (maxLength ?? 0) > LONG) {
    return (
      <Textarea
        {...common}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={4_000}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  if (type === 'reference' && reference !== '') {
    return <ReferenceSelect {...common} table={reference} value={value} onChange={onChange} />
  }
  return (
    <TextInput
      {...common}
      name={name}
      maxLength={4_000}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

interface AddProps {
  readonly label: string
  readonly fields: readonly Field[]
  readonly onAdd: (name: string) => void
}

const FIELD_NAME = /^[a-z][a-z0-9_]{0,79}$/

/** Fields that can't be read (the dictionary is often closed) can be named by hand. */
function AddField({ label, fields, onAdd }: AddProps) {
  const [search, setSearch] = useState('')
  const typed = search.trim()
  const isNew = FIELD_NAME.test(typed) && !fields.some(({ name }) => name === typed)
  const data = [
    ...fields.map((field) => ({ value: field.name, label: nameOf(field) })),
    ...(isNew ? [{ value: typed, label: `Use the field “${typed}”` }] : []),
  ]
  return (
    <Select
      aria-label={`Add a field: ${label}`}
      placeholder="Add a field…"
      size="sm"
      maw={320}
      searchable
      data={data}
      value={null}
      searchValue={search}
      onSearchChange={setSearch}
      onChange={(name) => {
        if (name !== null) onAdd(name)
        setSearch('')
      }}
      limit={100}
      nothingFoundMessage="Type the field’s technical name"
      comboboxProps={{ shadow: 'md' }}
    />
  )
}

function nameOf({ label, name }: Field): string {
  return label === '' || label === name ? name : `${label} (${name})`
}

function unknownField(name: string): Field {
  return {
    name,
    label: name,
    type: 'string',
    maxLength: null,
    mandatory: false,
    reference: '',
    choices: [],
  }
}

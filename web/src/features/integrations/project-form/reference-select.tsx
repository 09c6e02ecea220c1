import { Select, type SelectProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { referenceQuery, referencesQuery } from '../integration-queries.ts'
import { useIntegrationId } from './integration-context.ts'

interface Props extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  /** The table whose records can be chosen. */
  readonly table: string
  /** A sys_id, or an empty text. */
  readonly value: string
  readonly onChange: (value: string) => void
}

const SYS_ID = /^[0-9a-f]{32}$/

/** A record of the instance, found by its name. A sys_id can be pasted where names say too little. */
export function ReferenceSelect({ table, value, onChange, ...rest }: Props) {
  const integrationId = useIntegrationId()
  const [search, setSearch] = useState('')
  const [wanted] = useDebouncedValue(search.trim(), 250)
  const chosen = useQuery({
    ...referenceQuery(integrationId, table, value),
    enabled: SYS_ID.test(value),
  })
  const nameOfChosen = chosen.data?.items[0]?.name ?? value
  const found = useQuery({
    ...referencesQuery(integrationId, table, wanted === nameOfChosen ? '' : wanted),
    placeholderData: keepPreviousData,
  })
  const items = (found.data?.items ?? []).map(({ sysId, name }) => ({ value: sysId, label: name }))
  const pasted = SYS_ID.test(wanted) && !items.some((item) => item.value === wanted)
  const data = [
    ...items,
    ...(value !== '' && !items.some((item) => item.value === value)
      ? [{ value, label: nameOfChosen }]
      : []),
    ...(pasted && wanted !== value ? [{ value: wanted, label: `The record ${wanted}` }] : []),
  ]
  return (
    <Select
      {...rest}
      data={data}
      value={value === '' ? null : value}
      onChange={(sysId) => onChange(sysId ?? '')}
      searchable
      clearable
      searchValue={search}
      onSearchChange={setSearch}
      placeholder="Search by name, or paste a sys_id"
      nothingFoundMessage={
        found.isError
          ? 'ServiceNow shows no names here: paste a sys_id'
          : found.isFetching
            ? 'Searching…'
            : 'Nothing of that name'
      }
      // What the instance found is what is shown: it also compares what we would not.
      filter={({ options }) => options}
      comboboxProps={{ shadow: 'md' }}
    />
  )
}

import type { SelectProps } from '@mantine/core'
import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { assetChoicesQuery, assetQuery } from './asset-queries.ts'

interface Props extends Omit<SelectProps, 'data' | 'value' | 'onChange' | 'searchable'> {
  /** The asset's id as text, as in the URL. */
  readonly value?: string | null
  readonly onChange?: (value: string | null) => void
  /** Only assets without a project. */
  readonly unpaired?: boolean
}

/** Chooses one of any number of assets: the server searches. */
export function AssetSelect({ value = null, onChange, unpaired = false, ...rest }: Props) {
  const [typed, setTyped] = useState('')
  const chosen = useQuery({
    ...assetQuery(value ?? ''),
    enabled: value !== null,
    refetchInterval: false,
  })
  const name = value !== null && chosen.data ? chosen.data.name : ''
  // The chosen one's name stands in the field too; that is no search.
  const [search] = useDebouncedValue(typed === name ? '' : typed, 200)
  const { data, isPending } = useQuery(assetChoicesQuery(search, unpaired))
  const choices = (data?.items ?? []).map((asset) => ({
    value: String(asset.id),
    label: asset.name,
  }))
  const isListed = choices.some((choice) => choice.value === value)
  return (
    <Select
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Clear asset' }}
      {...rest}
      data={value === null || isListed ? choices : [{ value, label: name }, ...choices]}
      value={value}
      onChange={(next) => onChange?.(next)}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={isPending ? 'Loading…' : 'No such asset'}
    />
  )
}

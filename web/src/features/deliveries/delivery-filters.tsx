import { Button, Grid, Select, TextInput } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'

import { isFiltered, LEVELS, levelOf, type DeliverySearch } from './delivery-search.ts'

interface Props {
  readonly search: DeliverySearch
  readonly onChange: (search: DeliverySearch) => void
}

export function DeliveryFilters({ search, onChange }: Props) {
  const [words, setWords] = useState(search.search ?? '')
  const [days, setDays] = useState<[string | null, string | null]>([
    search.from ?? null,
    search.to ?? null,
  ])
  const find = useDebouncedCallback(
    (text: string) => onChange(changed(search, { search: text })),
    300,
  )
  const type = (text: string) => {
    setWords(text)
    find(text.trim())
  }
  const range = (picked: [string | null, string | null]) => {
    setDays(picked)
    const [from, to] = picked
    // Half a range is a person still choosing.
    if ((from === null) === (to === null)) onChange(changed(search, { from, to }))
  }
  const clear = () => {
    setWords('')
    setDays([null, null])
    onChange(search.integration === undefined ? {} : { integration: search.integration })
  }
  return (
    <Grid align="flex-end" p="sm" gap="sm" role="search" aria-label="Filter deliveries">
      <Grid.Col span={{ base: 12, md: 5 }}>
        <TextInput
          label="Search messages"
          value={words}
          onChange={(event) => type(event.currentTarget.value)}
          leftSection={<IconSearch size={16} aria-hidden />}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, xs: 6, md: 3 }}>
        <DatePickerInput
          type="range"
          label="Date range"
          placeholder="Any day"
          value={days}
          onChange={range}
          allowSingleDateInRange
          clearable
          clearButtonProps={{ 'aria-label': 'Clear' }}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 8, xs: 4, md: 2 }}>
        <Select
          label="Level"
          placeholder="All levels"
          data={LEVELS}
          value={levelOf(search.level) ?? null}
          onChange={(level) => onChange(changed(search, { level }))}
          clearable
          clearButtonProps={{ 'aria-label': 'Clear' }}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 4, xs: 2, md: 2 }}>
        <Button
          variant="default"
          fullWidth
          disabled={!isFiltered(search) && words === ''}
          onClick={clear}
          px="xs"
        >
          Clear
        </Button>
      </Grid.Col>
    </Grid>
  )
}

/** What is empty is not in the URL. */
function changed(
  search: DeliverySearch,
  change: { readonly [key in keyof DeliverySearch]?: string | null },
): DeliverySearch {
  return Object.fromEntries(
    Object.entries({ ...search, ...change }).filter(([, value]) => value !== null && value !== ''),
  )
}

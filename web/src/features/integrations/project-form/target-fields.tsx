import { Loader, Select, SimpleGrid } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import type { AssetView, TableChoice } from '../../../../../src/http/contract.ts'
import { ErrorPanel } from '../../../ui/error-panel.tsx'
import { tablesQuery } from '../integration-queries.ts'
import { unpairedAssetsQuery } from '../pairing-queries.ts'

export interface Target {
  readonly asset: { readonly id: number; readonly name: string } | null
  readonly table: string | null
}

interface Props {
  readonly integrationId: number
  readonly target: Target
  readonly isTried: boolean
  /** A project keeps its asset and table: another table is another project. */
  readonly isFixed: boolean
  readonly onChange: (target: Target) => void
}

export function TargetFields(props: Props) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <AssetField {...props} />
      <TableField {...props} />
    </SimpleGrid>
  )
}

function AssetField({ target, isTried, isFixed, onChange }: Props) {
  const [search, setSearch] = useState('')
  const [wanted] = useDebouncedValue(search, 200)
  // The field shows the chosen name as its search text; that is no search.
  const text = wanted === target.asset?.name ? '' : wanted.trim()
  const { data, error, isFetching } = useQuery({
    ...unpairedAssetsQuery(text),
    enabled: !isFixed,
    placeholderData: keepPreviousData,
  })
  const choices = optionsOf(data?.items ?? [], target.asset)
  return (
    <div>
      <Select
        label="Asset"
        placeholder="Choose an asset"
        description={isFixed ? undefined : 'Only assets without a project are offered.'}
        required
        searchable={!isFixed}
        openOnFocus={false}
        readOnly={isFixed}
        data={choices}
        // The server has searched already, in all assets.
        filter={({ options }) => options}
        value={target.asset === null ? null : String(target.asset.id)}
        searchValue={isFixed ? (target.asset?.name ?? '') : search}
        onSearchChange={setSearch}
        onChange={(_, option) =>
          onChange({
            ...target,
            asset: option === null ? null : { id: Number(option.value), name: option.label },
          })
        }
        allowDeselect={false}
        nothingFoundMessage={
          isFetching ? 'Searching…' : 'No asset without a project has this in its name'
        }
        rightSection={isFetching ? <Loader size={14} aria-hidden /> : undefined}
        error={isTried && target.asset === null && 'Choose an asset'}
        data-autofocus
      />
      {error && <ErrorPanel error={error} />}
    </div>
  )
}

function TableField({ integrationId, target, isTried, isFixed, onChange }: Props) {
  const { data, error, isPending, refetch } = useQuery(tablesQuery(integrationId))
  return (
    <div>
      <Select
        label="ServiceNow Project"
        placeholder={isPending ? 'Reading the instance’s tables…' : 'Choose a table'}
        description={isFixed ? undefined : 'Incident, Problem, and every table that extends task.'}
        required
        searchable={!isFixed}
        readOnly={isFixed}
        data={tableOptions(data?.items ?? [], target.table)}
        value={target.table}
        onChange={(table) => onChange({ ...target, table })}
        allowDeselect={false}
        limit={200}
        nothingFoundMessage="No table with this name extends task"
        rightSection={isPending ? <Loader size={14} aria-hidden /> : undefined}
        error={isTried && target.table === null && 'Choose a table'}
      />
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
    </div>
  )
}

function optionsOf(assets: readonly AssetView[], chosen: Target['asset']) {
  const options = assets.map(({ id, name }) => ({ value: String(id), label: name }))
  if (chosen === null || assets.some(({ id }) => id === chosen.id)) return options
  return [{ value: String(chosen.id), label: chosen.name }, ...options]
}

function tableOptions(tables: readonly TableChoice[], chosen: string | null) {
  const options = tables.map(({ name, label }) => ({ value: name, label: `${label} (${name})` }))
  if (chosen === null || tables.some(({ name }) => name === chosen)) return options
  return [{ value: chosen, label: chosen }, ...options]
}

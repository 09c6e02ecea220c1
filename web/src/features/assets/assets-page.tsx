import { Button, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFilterOff, IconPlus, IconStack2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import type { AssetView } from '../../../../src/http/contract.ts'
import { useCursorPages } from '../../app/cursor-pages.ts'
import { useMe } from '../../app/session.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { FilterToggle } from '../../ui/filter-toggle.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Pager } from '../../ui/pager.tsx'
import { Panel } from '../../ui/panel.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { ASSET_COLUMNS, AssetName } from './asset-columns.tsx'
import { assetsQuery, PAGE_SIZE } from './asset-queries.ts'
import { parseAssetSearch } from './asset-search.ts'
import { NewAssetModal } from './new-asset-modal.tsx'
import { OpenCounts } from './open-counts.tsx'
import { PairingText } from './pairing-text.tsx'

const route = getRouteApi('/shell/assets')

export function AssetsPage() {
  const { permissions } = useMe()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const list = useQuery(assetsQuery(search))
  const [creating, { open, close }] = useDisclosure(false)

  const change = (changes: Record<string, string>) =>
    void navigate({
      search: parseAssetSearch({ ...search, ...changes, cursor: '' }),
      replace: true,
    })
  const pages = useCursorPages({
    cursor: search.cursor,
    size: PAGE_SIZE,
    page: list.data,
    go: (cursor, trail) =>
      void navigate({ search: parseAssetSearch({ ...search, cursor }), state: { trail } }),
  })
  const { sort = 'name', direction, cursor: _, ...filters } = search
  const isFiltered = Object.keys(filters).length > 0
  const create = permissions.triage && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      New asset
    </Button>
  )

  return (
    <Page>
      <PageHeader title="Assets" actions={create} />
      <FilterBar
        label="Filter assets"
        count={Number(search.unpaired === 'true') + Number(search.archived === 'true')}
        onClear={isFiltered ? () => void navigate({ search: {}, replace: true }) : null}
        search={
          <SearchField
            label="Search by name"
            value={search.search ?? ''}
            onChange={(text) => change({ search: text })}
          />
        }
      >
        <FilterToggle
          label="Not paired"
          isOn={search.unpaired === 'true'}
          onChange={(isOn) => change({ unpaired: String(isOn) })}
        />
        <FilterToggle
          label="Archived"
          isOn={search.archived === 'true'}
          onChange={(isOn) => change({ archived: String(isOn) })}
        />
      </FilterBar>
      <Panel flush>
        <DataTable
          label="Assets"
          columns={ASSET_COLUMNS}
          rows={list.data?.items}
          rowKey={({ id }) => id}
          isStale={list.isPlaceholderData}
          error={list.error}
          onRetry={() => void list.refetch()}
          minWidth={1080}
          card={(asset) => <AssetCard asset={asset} />}
          empty={
            isFiltered ? (
              <EmptyState icon={IconFilterOff} title="No asset matches">
                Change the search, or clear the filters.
              </EmptyState>
            ) : (
              <EmptyState icon={IconStack2} title="No assets yet" action={create}>
                An asset is what vulnerabilities are found in: an application, a repository, a
                server. Create one, then import a scanner’s report into it.
              </EmptyState>
            )
          }
          sorting={{
            by: sort,
            direction: direction === 'desc' ? 'desc' : 'asc',
            onChange: (by, next) => change({ sort: by, direction: next }),
          }}
          onRowClick={({ id }) =>
            void navigate({ to: '/assets/$assetId', params: { assetId: String(id) } })
          }
          footer={<Pager {...pages} />}
        />
      </Panel>
      <NewAssetModal opened={creating} onClose={close} />
    </Page>
  )
}

function AssetCard({ asset }: { asset: AssetView }) {
  return (
    <Stack gap={6}>
      <AssetName asset={asset} />
      <OpenCounts asset={asset} />
      <Text size="xs" c="dimmed" component="div">
        <PairingText pairing={asset.pairing} />
      </Text>
    </Stack>
  )
}

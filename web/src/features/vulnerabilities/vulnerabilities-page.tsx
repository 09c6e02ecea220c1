import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'

import { useCursorPages } from '../../app/cursor-pages.ts'
import { useMe } from '../../app/session.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Pager } from '../../ui/pager.tsx'
import { Panel } from '../../ui/panel.tsx'
import { BulkStatusBar } from './bulk-status-bar.tsx'
import { NewVulnerabilityModal } from './new-vulnerability-modal.tsx'
import { NoVulnerabilities } from './no-vulnerabilities.tsx'
import { VulnerabilityCard } from './vulnerability-card.tsx'
import { VULNERABILITY_COLUMNS } from './vulnerability-columns.tsx'
import { isFiltered, VulnerabilityFilters } from './vulnerability-filters.tsx'
import { PAGE_SIZE, vulnerabilitiesQuery } from './vulnerability-queries.ts'
import type { VulnerabilitySearch } from './vulnerability-search.ts'
import { parseVulnerabilitySearch } from './vulnerability-search.ts'

const route = getRouteApi('/shell/vulnerabilities')

export function VulnerabilitiesPage() {
  const { permissions } = useMe()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const list = useQuery(vulnerabilitiesQuery(search))
  const [creating, { open, close }] = useDisclosure(false)
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())

  const change = (changes: VulnerabilitySearch) =>
    void navigate({
      // Another question starts at its first page.
      search: parseVulnerabilitySearch({ ...search, ...changes, cursor: '' }),
      replace: true,
    })
  const pages = useCursorPages({
    cursor: search.cursor,
    size: PAGE_SIZE,
    page: list.data,
    go: (cursor, trail) =>
      void navigate({ search: parseVulnerabilitySearch({ ...search, cursor }), state: { trail } }),
  })
  const clear = () => void navigate({ search: {}, replace: true })

  return (
    <Page>
      <PageHeader
        title="Vulnerabilities"
        actions={
          permissions.triage && (
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
              New vulnerability
            </Button>
          )
        }
      />
      <VulnerabilityFilters search={search} onChange={change} onClear={clear} />
      <Panel flush>
        <DataTable
          label="Vulnerabilities"
          columns={VULNERABILITY_COLUMNS}
          rows={list.data?.items}
          rowKey={(row) => row.id}
          isStale={list.isPlaceholderData}
          error={list.error}
          onRetry={() => void list.refetch()}
          minWidth={960}
          card={(row) => <VulnerabilityCard row={row} />}
          empty={<NoVulnerabilities isFiltered={isFiltered(search)} onClear={clear} />}
          sorting={{
            by: search.sort ?? 'id',
            direction: search.direction === 'asc' ? 'asc' : 'desc',
            onChange: (sort, direction) => change({ sort, direction }),
          }}
          selection={
            permissions.triage
              ? {
                  isSelected: (row) => selected.has(row.id),
                  toggle: ({ id }) => setSelected(selected.symmetricDifference(new Set([id]))),
                  setAll: (rows, all) => setSelected(withAll(selected, rows, all)),
                  nameOf: (row) => String(row.id),
                }
              : undefined
          }
          onRowClick={({ id }) =>
            void navigate({
              to: '/vulnerabilities/$vulnerabilityId',
              params: { vulnerabilityId: String(id) },
            })
          }
          footer={<Pager {...pages} />}
        />
      </Panel>
      <BulkStatusBar ids={[...selected]} onDone={() => setSelected(new Set())} />
      <NewVulnerabilityModal opened={creating} onClose={close} />
    </Page>
  )
}

function withAll(
  selected: ReadonlySet<number>,
  rows: readonly { id: number }[],
  all: boolean,
): ReadonlySet<number> {
  const ids = new Set(rows.map(({ id }) => id))
  return all ? selected.union(ids) : selected.difference(ids)
}

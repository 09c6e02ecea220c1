import { Button, Chip, Group, SimpleGrid, TextInput } from '@mantine/core'
import { IconPlugConnectedX, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { AdminsOnly } from '../../ui/admins-only.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { integrationsQuery } from './integration-queries.ts'
import { ToolCard } from './tool-card.tsx'
import { CATEGORIES, TOOLS, found, type Category } from './tools.ts'

export function IntegrationsPage() {
  return (
    <Page>
      <PageHeader
        title="Integrations"
        description="Tools that Lockstep keeps your vulnerabilities in step with."
      />
      <AdminsOnly>
        <Catalogue />
      </AdminsOnly>
    </Page>
  )
}

function Catalogue() {
  const { data, error, refetch } = useQuery(integrationsQuery)
  const [search, setSearch] = useState('')
  const [category, setCategory] = useState<Category>('All')
  const choose = (value: string) => setCategory(CATEGORIES.find((each) => each === value) ?? 'All')
  const tools = found(TOOLS, search, category)
  return (
    <>
      <Group gap="sm">
        <TextInput
          aria-label="Search by Integration Name"
          placeholder="Search by Integration Name"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          leftSection={<IconSearch size={16} aria-hidden />}
          style={{ flex: '1 1 260px', maxWidth: 420 }}
        />
        <Chip.Group value={category} onChange={choose}>
          <Group gap="xs" role="radiogroup" aria-label="Category">
            {CATEGORIES.map((each) => (
              <Chip key={each} value={each} variant="light">
                {each}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Group>
      {error && data === undefined ? (
        <ErrorPanel error={error} onRetry={() => void refetch()} />
      ) : tools.length === 0 ? (
        <Panel>
          <EmptyState
            icon={IconPlugConnectedX}
            title="No integration has this name"
            action={
              <Button variant="default" onClick={() => setSearch('')}>
                Clear search
              </Button>
            }
          />
        </Panel>
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3, xl: 4 }}>
          {tools.map((tool) => (
            <ToolCard key={tool.name} tool={tool} integrations={data?.items} />
          ))}
        </SimpleGrid>
      )}
    </>
  )
}

import { Button, Skeleton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBook } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'

import type { IntegrationList } from '../../../../src/http/contract.ts'
import { useMe } from '../../app/session.ts'
import { AdminsOnly } from '../../ui/admins-only.tsx'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { Documentation } from './documentation.tsx'
import { InstanceList } from './instance-list.tsx'
import { integrationsQuery } from './integration-queries.ts'
import { Steps } from './steps.tsx'

export function ServiceNowPage() {
  const { permissions } = useMe()
  // For others the documentation alone is shown; asking would only be refused.
  const { data } = useQuery({ ...integrationsQuery, enabled: permissions.configure })
  const [isReading, { open, close }] = useDisclosure(false)
  return (
    <Page>
      <PageHeader
        title="ServiceNow Integration"
        breadcrumbs={[{ label: 'Integrations', to: '/integrations' }]}
        crumb="ServiceNow"
        actions={
          <Button variant="default" onClick={open} leftSection={<IconBook size={16} aria-hidden />}>
            View documentation
          </Button>
        }
      />
      <Documentation
        opened={isReading}
        onClose={close}
        redirectUrl={data?.redirectUrl ?? `${window.location.origin}/spa/callback/servicenow`}
      />
      <AdminsOnly>
        <Integrations />
      </AdminsOnly>
    </Page>
  )
}

function Integrations() {
  const { data, error, refetch } = useQuery(integrationsQuery)
  if (data !== undefined) return <OneOrList list={data} />
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  return (
    <Skeleton height={360} radius="lg" role="status" aria-label="Loading" aria-hidden={false} />
  )
}

/** The one instance as most have it; a list once there are more. */
function OneOrList({ list }: { list: IntegrationList }) {
  const { integration: wanted } = useSearch({ from: '/shell/integrations/servicenow' })
  const { items, redirectUrl } = list
  const shown = wanted === 'new' ? undefined : items.find(({ id }) => String(id) === wanted)
  if (wanted === 'new') return <Steps integration={undefined} redirectUrl={redirectUrl} />
  if (shown === undefined && items.length > 1) return <InstanceList integrations={items} />
  const integration = shown ?? items[0]
  return (
    <Steps key={integration?.id ?? 'new'} integration={integration} redirectUrl={redirectUrl} />
  )
}

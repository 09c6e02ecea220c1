import { Select } from '@mantine/core'
import { IconListDetails, IconPlugConnected } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'

import type { IntegrationView } from '../../../../src/http/contract.ts'
import { AdminsOnly } from '../../ui/admins-only.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { integrationsQuery } from '../integrations/integration-queries.ts'
import { DeliveryList } from './delivery-list.tsx'

export function DeliveriesPage() {
  return (
    <Page>
      <PageHeader
        title="Recent deliveries"
        description="What was sent to ServiceNow, taken over from it, and refused: the last 1,000 events, newest first."
        breadcrumbs={[
          { label: 'Integrations', to: '/integrations' },
          { label: 'ServiceNow', to: '/integrations/servicenow' },
        ]}
      />
      <AdminsOnly>
        <Deliveries />
      </AdminsOnly>
    </Page>
  )
}

function Deliveries() {
  const { integration: wanted } = useSearch({ from: DELIVERIES })
  const { data, error, refetch } = useQuery(integrationsQuery)
  if (error && data === undefined) {
    return <ErrorPanel error={error} onRetry={() => void refetch()} />
  }
  const integrations = data?.items ?? []
  const shown = integrations.find(({ id }) => String(id) === wanted) ?? integrations[0]
  if (data !== undefined && shown === undefined) {
    return (
      <Panel>
        <EmptyState icon={IconPlugConnected} title="ServiceNow is not connected">
          Once it is, everything that travels is listed here.
        </EmptyState>
      </Panel>
    )
  }
  return (
    <>
      {integrations.length > 1 && shown && <Choose integrations={integrations} shown={shown} />}
      <Panel flush>
        {shown === undefined ? (
          <EmptyState icon={IconListDetails} title="Loading" />
        ) : (
          <DeliveryList key={shown.id} integration={shown} />
        )}
      </Panel>
    </>
  )
}

export const DELIVERIES = '/shell/integrations/servicenow/deliveries'

interface ChooseProps {
  readonly integrations: readonly IntegrationView[]
  readonly shown: IntegrationView
}

function Choose({ integrations, shown }: ChooseProps) {
  const navigate = useNavigate()
  return (
    <Select
      label="Integration"
      maw={360}
      allowDeselect={false}
      data={integrations.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={String(shown.id)}
      onChange={(integration) =>
        void navigate({
          to: '/integrations/servicenow/deliveries',
          search: integration === null ? {} : { integration },
        })
      }
    />
  )
}

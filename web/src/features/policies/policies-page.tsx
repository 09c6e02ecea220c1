import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'

import { AdminsOnly } from '../../ui/admins-only.tsx'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { PolicyForm } from './policy-form.tsx'
import { policyQuery } from './policy-queries.ts'

export function PoliciesPage() {
  return (
    <Page>
      <PageHeader
        title="Policies"
        description="What is sent to ServiceNow by itself, and how new vulnerabilities begin."
      />
      <AdminsOnly>
        <Policies />
      </AdminsOnly>
    </Page>
  )
}

function Policies() {
  const { data, error, refetch } = useQuery(policyQuery)
  if (data !== undefined) return <PolicyForm saved={data} />
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  return (
    <Stack role="status" aria-label="Loading policies">
      <Skeleton height={220} radius="lg" />
      <Skeleton height={110} radius="lg" />
    </Stack>
  )
}

import { Group, Loader, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Navigate, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'

import { ErrorPanel } from '../../ui/error-panel.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { arrivalOf, isEmpty } from './callback-arrival.ts'
import { callbackQuery } from './integration-queries.ts'

/** Where ServiceNow sends the browser after Allow or Deny. */
export function CallbackPage() {
  const [arrival] = useState(() => arrivalOf(window.location.search))
  useQueryRemoved()
  const { data, error } = useQuery({ ...callbackQuery(arrival), enabled: !isEmpty(arrival) })
  if (isEmpty(arrival)) return <Navigate to="/integrations/servicenow" replace />
  if (data !== undefined) {
    return (
      <Navigate to="/integrations/servicenow" search={{ integration: String(data.id) }} replace />
    )
  }
  return (
    <Page>
      <PageHeader
        title="ServiceNow Integration"
        breadcrumbs={[
          { label: 'Integrations', to: '/integrations' },
          { label: 'ServiceNow', to: '/integrations/servicenow' },
        ]}
        crumb="Log in"
      />
      <Panel>{error ? <NotLoggedIn error={error} /> : <LoggingIn />}</Panel>
    </Page>
  )
}

/** The code is used once; it has no business in the browser's history. */
function useQueryRemoved() {
  const navigate = useNavigate()
  useEffect(() => {
    void navigate({ to: '/callback/servicenow', search: {}, replace: true })
  }, [navigate])
}

function LoggingIn() {
  return (
    <Group role="status">
      <Loader size="sm" aria-hidden />
      <Text>Finishing the log-in with ServiceNow…</Text>
    </Group>
  )
}

function NotLoggedIn({ error }: { error: unknown }) {
  return (
    <Stack align="flex-start" maw={720}>
      <ErrorPanel error={error} />
      <Text size="sm">
        Nothing was changed: what you entered is kept, and no log-in was stored.
      </Text>
      <ButtonLink to="/integrations/servicenow" search={{ step: 'login' }}>
        Try again
      </ButtonLink>
    </Stack>
  )
}

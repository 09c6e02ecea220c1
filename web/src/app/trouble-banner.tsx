import { Anchor, Stack, Text } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'

import type { DashboardView } from '../../../src/http/contract.ts'
import { ToneAlert } from '../ui/tone-alert.tsx'
import { dashboardQuery } from './dashboard-query.ts'
import { useMe } from './session.ts'

type Integration = DashboardView['integrations'][number]

/** Stands above every page while an instance can't be worked with: nothing is lost, but all waits. */
export function TroubleBanner() {
  const { data } = useQuery(dashboardQuery)
  const { permissions } = useMe()
  const troubled = (data?.integrations ?? []).filter(isTroubled)
  if (troubled.length === 0) return null
  return (
    <Stack gap={0} role="region" aria-label="Trouble with integrations">
      {troubled.map((integration) => (
        <ToneAlert
          key={integration.id}
          tone={tone(integration)}
          radius={0}
          px={{ base: 'md', lg: 'lg' }}
          py="xs"
          icon={<IconPlugConnectedX size={20} aria-hidden />}
        >
          <Text size="sm">
            <b>{integration.name}</b>: {sentence(integration)}{' '}
            {permissions.configure && (
              <Anchor
                component={Link}
                to="/integrations/servicenow"
                c="inherit"
                underline="always"
                inherit
                fw={600}
              >
                {integration.state === 'login_again' ? 'Log in again' : 'Check connection'}
              </Anchor>
            )}
          </Text>
        </ToneAlert>
      ))}
    </Stack>
  )
}

function isTroubled({ state, trouble }: Integration): boolean {
  return state === 'login_again' || trouble !== null
}

function tone({ state }: Integration): 'critical' | 'medium' {
  return state === 'login_again' ? 'critical' : 'medium'
}

function sentence({ state, trouble }: Integration): string {
  if (state === 'login_again') {
    return 'ServiceNow no longer accepts the log-in. Changes are kept and go on after the next log-in.'
  }
  return trouble ?? ''
}

import { Anchor, Stack, Text } from '@mantine/core'
import { IconClockExclamation, IconPlugConnectedX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'

import type { DashboardView } from '../../../src/http/contract.ts'
import { exact } from '../ui/time-words.ts'
import { ToneAlert } from '../ui/tone-alert.tsx'
import { dashboardQuery } from './dashboard-query.ts'
import { urgency, type Urgency } from './log-in-end.ts'
import { useMe } from './session.ts'

type Integration = DashboardView['integrations'][number]

/** Stands above every page while an instance can't be worked with: nothing is lost, but all waits. */
export function TroubleBanner() {
  const { data } = useQuery(dashboardQuery)
  const { permissions } = useMe()
  const now = Date.now()
  const troubled = (data?.integrations ?? []).filter(
    (integration) =>
      isTroubled(integration) || isTold(urgencyOf(integration, now), permissions.configure),
  )
  if (troubled.length === 0) return null
  return (
    <Stack gap={0} role="region" aria-label="Trouble with integrations">
      {troubled.map((integration) => (
        <ToneAlert
          key={integration.id}
          tone={tone(integration, now)}
          radius={0}
          px={{ base: 'md', lg: 'lg' }}
          py="xs"
          icon={
            isTroubled(integration) ? (
              <IconPlugConnectedX size={20} aria-hidden />
            ) : (
              <IconClockExclamation size={20} aria-hidden />
            )
          }
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
                {integration.trouble === null || integration.state === 'login_again'
                  ? 'Log in again'
                  : 'Check connection'}
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

function urgencyOf({ state, loginEndsAt }: Integration, now: number): Urgency {
  return state === 'connected' && loginEndsAt !== null ? urgency(loginEndsAt, now) : 'none'
}

/** A month ahead it concerns those who can do something about it; in the last week everybody. */
function isTold(urgent: Urgency, canLogIn: boolean): boolean {
  return urgent === 'week' || urgent === 'day' || (urgent === 'month' && canLogIn)
}

function tone(integration: Integration, now: number): 'critical' | 'medium' {
  const isLastDay = urgencyOf(integration, now) === 'day'
  return integration.state === 'login_again' || isLastDay ? 'critical' : 'medium'
}

function sentence({ state, trouble, loginEndsAt }: Integration): string {
  if (state === 'login_again') {
    return 'ServiceNow no longer accepts the log-in. Changes are kept and go on after the next log-in.'
  }
  if (trouble !== null || loginEndsAt === null) return trouble ?? ''
  return `The log-in with ServiceNow ends on ${exact(loginEndsAt)}. Log in again before, and nothing pauses.`
}

import { Group, SimpleGrid, Stack, Text, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'

import type { DashboardView } from '../../../../src/http/contract.ts'
import { Panel } from '../../ui/panel.tsx'
import type { VulnerabilitySearch } from '../vulnerabilities/vulnerability-search.ts'
import { NumberLink } from './number-link.tsx'
import { number } from './number-words.ts'

type Tickets = DashboardView['tickets']

interface Place {
  readonly label: string
  readonly meaning: string
  readonly tone: string
  readonly search: VulnerabilitySearch
}

const PLACES: Record<keyof Tickets, Place> = {
  inStep: {
    label: 'In step',
    meaning: 'Vulnerability and ticket agree.',
    tone: 'good',
    search: { sending: 'sent' },
  },
  waiting: {
    label: 'Waiting',
    meaning: 'A change is on its way, or waits for the instance.',
    tone: 'low',
    search: { ticket: 'waiting' },
  },
  held: {
    label: 'Held',
    meaning: 'There before the pairing, or many at once: somebody decides whether they are sent.',
    tone: 'medium',
    search: { sending: 'held' },
  },
  refused: {
    label: 'Refused',
    meaning: 'ServiceNow refused; each vulnerability says why and what to do.',
    tone: 'critical',
    search: { sending: 'refused' },
  },
  unsure: {
    label: 'Waiting to be sure',
    meaning: 'ServiceNow did not say whether it made the ticket; Lockstep looks for it.',
    tone: 'violet',
    search: { sending: 'unsure' },
  },
  gone: {
    label: 'Gone',
    meaning: 'The ticket was deleted in ServiceNow, or can no longer be read.',
    tone: 'high',
    search: { ticket: 'gone' },
  },
}

const ORDER = ['inStep', 'waiting', 'held', 'refused', 'unsure', 'gone'] as const

export function SyncPanel({ tickets }: { tickets: Tickets }) {
  return (
    <Panel title="Tickets in ServiceNow">
      <Stack gap="lg">
        <Headline tickets={tickets} />
        <SimpleGrid cols={{ base: 2, xs: 3 }} spacing="md" verticalSpacing="md">
          {ORDER.map((key) => {
            const { label, meaning, tone, search } = PLACES[key]
            return (
              <Tooltip key={key} label={meaning}>
                <div>
                  <NumberLink
                    label={label}
                    count={tickets[key]}
                    mark={`var(--ls-${tone}-mark)`}
                    search={search}
                  />
                </div>
              </Tooltip>
            )
          })}
        </SimpleGrid>
      </Stack>
    </Panel>
  )
}

function Headline({ tickets }: { tickets: Tickets }) {
  const needsPerson = tickets.held + tickets.refused + tickets.gone
  const isFine = needsPerson === 0
  const Icon = isFine ? IconCircleCheck : IconAlertTriangle
  return (
    <Group gap="xs" wrap="nowrap">
      <Icon
        size={22}
        aria-hidden
        color={`var(--ls-${!isFine ? 'medium' : tickets.inStep > 0 ? 'good' : 'neutral'}-mark)`}
        style={{ flexShrink: 0 }}
      />
      <Text fw={600}>{isFine ? sentence(tickets) : `${number(needsPerson)} need a person`}</Text>
    </Group>
  )
}

function sentence({ inStep, waiting, unsure }: Tickets): string {
  if (waiting + unsure > 0) return 'Bringing both sides into step'
  return inStep > 0 ? 'Both sides are in step' : 'No tickets yet'
}

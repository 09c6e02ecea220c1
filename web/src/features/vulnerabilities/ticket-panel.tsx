import { Box, Button, Divider, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconTicket } from '@tabler/icons-react'

import type { TicketView, VulnerabilityView } from '../../../../src/http/contract.ts'
import { useMe } from '../../app/session.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { ExternalLink } from '../../ui/external-link.tsx'
import { Fields } from '../../ui/fields.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { ToneBadge } from '../../ui/tone-badge.tsx'
import { adviceOf } from './sending-advice.ts'
import { useSync } from './vulnerability-mutations.ts'

export function TicketPanel({ vulnerability }: { vulnerability: VulnerabilityView }) {
  const { permissions } = useMe()
  const { ticket, previousTickets, sendingReason, canOpenFollowUp, syncRefusal } = vulnerability
  const advice = adviceOf(vulnerability)
  const why = sendingReason === '' ? syncRefusal : sendingReason
  return (
    <Box mt="lg">
      <Panel title="Ticket" actions={<ToneBadge tone={advice.tone}>{advice.label}</ToneBadge>}>
        <Stack gap="sm">
          {ticket && <TicketFields ticket={ticket} />}
          {why !== '' && (
            <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
              {why}
            </Text>
          )}
          {advice.whatToDo !== '' && (
            <Text size="sm" c="dimmed">
              {advice.whatToDo}
            </Text>
          )}
          {advice.leadsTo !== null && permissions.configure && (
            <TextLink to={advice.leadsTo} size="sm">
              {advice.leadsTo === '/policies' ? 'Go to Policies' : 'Go to the ServiceNow page'}
            </TextLink>
          )}
          {vulnerability.sending === 'held' && vulnerability.heldByImport !== null && (
            <TextLink
              to="/assets/$assetId/imports/$importId"
              params={{
                assetId: String(vulnerability.asset.id),
                importId: String(vulnerability.heldByImport),
              }}
              size="sm"
            >
              Go to the import
            </TextLink>
          )}
          {canOpenFollowUp && permissions.triage && <FollowUp vulnerability={vulnerability} />}
          {previousTickets.length > 0 && <Previous tickets={previousTickets} />}
        </Stack>
      </Panel>
    </Box>
  )
}

function TicketFields({ ticket }: { ticket: TicketView }) {
  return (
    <Fields
      fields={[
        [
          'Number',
          <ExternalLink key="n" href={ticket.url}>
            {ticket.number}
          </ExternalLink>,
        ],
        ['Table', ticket.tableLabel],
        ['State', ticket.stateLabel],
        ['Checked', ticket.readAt && <RelativeTime key="r" at={ticket.readAt} />],
        ['Condition', ticket.conditionReason],
      ]}
    />
  )
}

function FollowUp({ vulnerability: { id } }: { vulnerability: VulnerabilityView }) {
  const sync = useSync(id)
  const open = () =>
    sync.mutate(
      { followUp: true },
      {
        onSuccess: () => void notifications.show({ message: 'A follow-up ticket is being opened' }),
      },
    )
  return (
    <>
      {sync.error && <ErrorPanel error={sync.error} />}
      <Group>
        <Button
          onClick={open}
          loading={sync.isPending}
          leftSection={<IconTicket size={16} aria-hidden />}
        >
          Open a follow-up ticket
        </Button>
      </Group>
    </>
  )
}

function Previous({ tickets }: { tickets: readonly TicketView[] }) {
  return (
    <>
      <Divider />
      <Text size="xs" fw={600} c="dimmed">
        Earlier tickets
      </Text>
      {tickets.map(({ number, url, stateLabel, conditionReason }) => (
        <Text key={number} size="sm" component="div">
          <ExternalLink href={url}>{number}</ExternalLink>
          <Text span size="sm" c="dimmed">
            {' '}
            {stateLabel}
            {conditionReason !== '' && ` · ${conditionReason}`}
          </Text>
        </Text>
      ))}
    </>
  )
}

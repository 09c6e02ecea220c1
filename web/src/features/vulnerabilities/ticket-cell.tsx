import { Text, Tooltip } from '@mantine/core'

import type { VulnerabilityRow } from '../../../../src/http/contract.ts'
import { SENDING_LABELS } from '../../../../src/http/contract.ts'
import { ExternalLink } from '../../ui/external-link.tsx'

const SHORT: Record<VulnerabilityRow['sending'], string> = {
  none: '–',
  sent: '–',
  held: 'Held',
  excluded: 'Excluded',
  unsure: 'Waiting',
  refused: 'Refused',
}

/** The ticket's number with its link, or in a word why there is none. */
export function TicketCell({ row: { ticket, sending, sendingReason } }: { row: VulnerabilityRow }) {
  const why = [SENDING_LABELS[sending], sendingReason].filter((text) => text !== '').join(': ')
  return (
    <>
      {ticket && <ExternalLink href={ticket.url}>{ticket.number}</ExternalLink>}
      {ticket?.condition === 'gone' && (
        <Text size="xs" c="var(--ls-high-fg)">
          Gone
        </Text>
      )}
      {ticket?.condition !== 'gone' && (ticket === null || sending !== 'sent') && (
        <Tooltip label={why}>
          <Text
            span
            size={ticket ? 'xs' : 'sm'}
            display={ticket ? 'block' : 'inline'}
            c={sending === 'refused' ? 'var(--ls-critical-fg)' : 'dimmed'}
          >
            {SHORT[sending]}
          </Text>
        </Tooltip>
      )}
    </>
  )
}

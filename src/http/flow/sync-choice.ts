import type { Mapping } from '../../connection/mapping.ts'
import { outboundRow } from '../../connection/mapping.ts'
import type { Sending } from '../../connection/not-sent.ts'
import type { TicketCondition } from '../../connection/ticket.ts'
import type { Status } from '../../vulnerability/status.ts'
import { STATUS_LABELS, isOpen } from '../../vulnerability/status.ts'

/** What "Sync with defect tracker" depends on. */
export interface SyncFacts {
  readonly status: Status
  readonly sending: Sending
  readonly generation: number
  readonly isArchived: boolean
  readonly assetName: string
  /** Of the asset's project now; null if it has none. */
  readonly mapping: Mapping | null
  readonly ticket: {
    readonly condition: TicketCondition
    readonly generation: number
    readonly agreedStatus: Status
  } | null
}

export type SyncChoice =
  | { readonly kind: 'sync'; readonly generation: number }
  | { readonly kind: 'refused'; readonly reason: string; readonly remedy: string }

/** The generation that a ticket asked for by hand has, or why none can be asked for. */
export function syncChoice(facts: SyncFacts, followUp: boolean): SyncChoice {
  const { status, generation, isArchived, assetName, mapping, ticket } = facts
  if (isArchived) return refused('The vulnerability is archived.', 'It has no ticket any more.')
  if (mapping === null) {
    return refused(
      `The asset ${assetName} has no ServiceNow project.`,
      'An administrator adds one: Integrations, ServiceNow, Add Project.',
    )
  }
  // Fixed without a state is told to its ticket by a work note.
  const isNote = status === 'FIX_ACCEPTED' && ticket?.condition === 'living'
  if (outboundRow(mapping, status) === null && !isNote) {
    return refused(
      `The status ${STATUS_LABELS[status]} has no ServiceNow status in the project's mapping.`,
      'Change the status, or let an administrator map it.',
    )
  }
  if (followUp && !mayOpenFollowUp(facts)) {
    return refused(
      'The ticket can still be used, so there is no follow-up to open.',
      'Sync without a follow-up.',
    )
  }
  const next = ticket !== null && (followUp || ticket.condition === 'gone')
  // By the ticket's, so that asking twice is asking once.
  return { kind: 'sync', generation: next ? ticket.generation + 1 : generation }
}

/** The ticket is gone, or was closed and the instance refuses to reopen it. */
export function mayOpenFollowUp({ status, sending, ticket }: SyncFacts): boolean {
  if (ticket === null) return false
  if (ticket.condition === 'gone') return true
  return sending === 'refused' && isOpen(status) && !isOpen(ticket.agreedStatus)
}

function refused(reason: string, remedy: string): SyncChoice {
  return { kind: 'refused', reason, remedy }
}

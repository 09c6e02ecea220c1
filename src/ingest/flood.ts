import type { Tx } from '../store/database.ts'
import type { Applied } from '../store/apply-import.ts'
import { countTickets, holdTickets, ticketsOpened } from '../store/import-tickets.ts'
import type { TicketQuestion } from '../store/schema.ts'
import { settings } from '../store/setting.ts'
import type { MappedSeverity, SeverityCounts } from '../vulnerability/severity.ts'

/** What becomes of a flood of tickets; severities: those go out, the others are held. */
export type TicketChoice = 'send' | 'hold' | readonly MappedSeverity[]

export interface Tickets {
  readonly opensTickets: SeverityCounts
  readonly question: TicketQuestion | null
}

/**
 * Counts the tickets that an import opens. More than the policy lets go out unasked are held until
 * somebody answers; `choice` answers beforehand.
 */
export async function askBeforeFlood(
  tx: Tx,
  { importId, assetId }: { readonly importId: number; readonly assetId: number },
  { created, changed }: Applied,
  choice: TicketChoice | null,
): Promise<Tickets> {
  const opened = await ticketsOpened(tx, assetId, created, changed)
  const opensTickets = countTickets(opened)
  const { askAbove: limit } = await settings(tx).read()
  if (limit === 0 || opened.length <= limit) return { opensTickets, question: null }
  const isHeld = heldBy(choice)
  await holdTickets(
    tx,
    importId,
    opened.filter(({ severity }) => isHeld(severity)),
  )
  const asked = choice === null ? 'open' : 'answered'
  return { opensTickets, question: { asked, limit, counts: opensTickets } }
}

function heldBy(choice: TicketChoice | null): (severity: MappedSeverity) => boolean {
  if (choice === 'send') return () => false
  if (choice === null || choice === 'hold') return () => true
  return (severity) => !choice.includes(severity)
}

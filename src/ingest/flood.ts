import type { Tx } from '../store/database.ts'
import type { Applied } from '../store/apply-import.ts'
import { countTickets, holdTickets, ticketsOpened } from '../store/import-tickets.ts'
import type { TicketQuestion } from '../store/schema.ts'
import { settings } from '../store/setting.ts'
import type { Actor } from '../vulnerability/actor.ts'
import {
  MAPPED_SEVERITIES,
  type MappedSeverity,
  type SeverityCounts,
} from '../vulnerability/severity.ts'

/** What becomes of a flood of tickets; severities: those go out, the others are held. */
export type TicketChoice = 'send' | 'hold' | readonly MappedSeverity[]

export interface Tickets {
  readonly opensTickets: SeverityCounts
  readonly question: TicketQuestion | null
}

interface Asking {
  readonly importId: number
  readonly assetId: number
  readonly actor: Actor
}

/**
 * Counts the tickets that an import opens. More than the policy lets go out unasked are held until
 * somebody answers; `choice` answers beforehand.
 */
export async function askBeforeFlood(
  tx: Tx,
  { importId, assetId, actor }: Asking,
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
  const question = { asked: 'open', limit, counts: opensTickets } as const
  return { opensTickets, question: choice === null ? question : answered(question, choice, actor) }
}

function answered(question: TicketQuestion, choice: TicketChoice, actor: Actor): TicketQuestion {
  const isHeld = heldBy(choice)
  const sent = MAPPED_SEVERITIES.filter((severity) => !isHeld(severity))
  return { ...question, asked: 'answered', sent, answeredBy: actor }
}

function heldBy(choice: TicketChoice | null): (severity: MappedSeverity) => boolean {
  if (choice === 'send') return () => false
  if (choice === null || choice === 'hold') return () => true
  return (severity) => !choice.includes(severity)
}

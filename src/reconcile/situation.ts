import type { Attempt } from '../connection/attempt.ts'
import type { Mapping } from '../connection/mapping.ts'
import type { Sending } from '../connection/not-sent.ts'
import type { Reading, SysId, Ticket } from '../connection/ticket.ts'
import type { Actor } from '../vulnerability/actor.ts'
import type { Severity } from '../vulnerability/severity.ts'
import type { Vulnerability } from '../vulnerability/vulnerability.ts'

/** Everything the decision depends on, read before deciding: no clock, network or database. */
export interface Situation {
  readonly now: Date
  readonly installationId: string
  /** What short descriptions start with, `[CONVISO]` unless changed. */
  readonly prefix: string
  readonly vulnerability: Vulnerability
  readonly assetName: string
  /** The address of the vulnerability's page here. */
  readonly link: string
  readonly statusChange: StatusChange
  readonly archivedAt: Date | null
  readonly sending: NotSent
  readonly policy: Policy
  /** A question about vulnerabilities found before the pairing is still open. */
  readonly held: boolean
  /** The import that asks before it opens many tickets; null: it was there before the pairing. */
  readonly heldByImport: number | null
  readonly sentByHand: boolean
  /** Why nothing may be created on this instance now, in words; null if it may. */
  readonly creatingStopped: string | null
  /** The generation that the current or the next ticket should have. */
  readonly generation: number
  readonly unknownOutcomeSeconds: number
  /** The asset's project now; null if it has none. */
  readonly pairing: Pairing | null
  readonly ticket: Ticket | null
  /** When the record of `ticket` was last seen, or answered a write; null: nobody knows. */
  readonly ticketSeenAt: Date | null
  /**
   * A backup was put back, and nobody has looked since whether the project's table holds a ticket
   * that this database forgot.
   */
  readonly mayBeForgotten: boolean
  /** The way to `ticket`, with the mapping it was made with; null if nobody is connected there. */
  readonly ticketPairing: Pairing | null
  /** What is known of the record of `ticket`; null: nothing recent enough, or only a hint came. */
  readonly observed: Observed | null
  /** A create whose outcome is not settled. */
  readonly attempt: Attempted | null
  /** All records that are or were tickets of this vulnerability. */
  readonly knownSysIds: readonly SysId[]
  /** Other records seen with our correlation id, such as a person's "Insert and Stay". */
  readonly copies: readonly Copy[]
  /** Markers of notes written and lines said once, for this ticket. */
  readonly said: readonly string[]
  readonly refusals: readonly Refusal[]
}

/** How the vulnerability came to its status: what `{reason}` and `{actor}` stand for. */
export interface StatusChange {
  readonly reason: string
  readonly actor: Actor
  readonly changedAt: Date
}

export interface NotSent {
  readonly sending: Sending
  readonly reason: string
}

export interface Policy {
  readonly send: boolean
  readonly severities: readonly Severity[]
}

/** The way to one table of one instance, and how its tickets translate. */
export interface Pairing {
  readonly instanceId: number
  readonly integrationId: number
  readonly integrationName: string
  /** False while somebody has to log in again. */
  readonly usable: boolean
  /**
   * A poll of the table has ended since this process, and the database, began: had a backup been
   * restored, tickets made after it would have been seen, and creating would be stopped.
   */
  readonly heard: boolean
  readonly table: string
  readonly tableLabel: string
  readonly mappingId: number
  readonly mapping: Mapping
}

/**
 * `fresh`: read in this look, or the answer to a write in it. `stored`: a poll's row. `gone`: not
 * found, while other tickets of the table can be read. `unreadable`: not found, and nothing else is.
 */
export type Observed =
  | { readonly kind: 'fresh'; readonly reading: Reading }
  | { readonly kind: 'stored'; readonly reading: Reading }
  | { readonly kind: 'gone'; readonly at: Date }
  | { readonly kind: 'unreadable' }

export type Seen = Extract<Observed, { readonly reading: Reading }>

export interface Attempted {
  readonly attempt: Attempt
  /** The way to where it was sent, with the mapping it was sent with; null if not connected. */
  readonly pairing: Pairing | null
  /** What came of looking for it by sys_id and by correlation id in this look; null: not looked. */
  readonly looked: { readonly at: Date; readonly found: readonly Found[] } | null
}

export interface Found {
  readonly sysId: SysId
  readonly number: string
  /** `YYYY-MM-DD HH:MM:SS` in UTC by the instance's clock. */
  readonly createdOn: string
  readonly reading: Reading
}

export interface Copy {
  readonly sysId: SysId
  readonly number: string
}

/** The instance said no to exactly this wish; it is not repeated until the wish changes. */
export interface Refusal {
  readonly wish: string
  readonly words: string
}
